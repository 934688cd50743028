package io.mailwright.bench;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that does bare inserts into H2's ledger as it is, in a process with as much heap as the
 * server's: of that H2 makes its cache, and collecting garbage takes its time too.
 */
public final class EmbeddedInsert {
  /** Until it is compiled as the server's is by then. */
  private static final int UNCOUNTED = 3;

  private EmbeddedInsert() {}

  /**
   * Runs it.
   *
   * @param url of the database
   * @param list whose contacts are inserted
   * @param times how often
   * @return seconds of each
   */
  static List<Double> run(String url, long list, int times)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Programs.JAVA,
                "-Xmx512m",
                "-cp",
                placeOf(EmbeddedInsert.class)
                    + System.getProperty("path.separator")
                    + placeOf(org.h2.Driver.class),
                EmbeddedInsert.class.getName(),
                url,
                String.valueOf(list),
                String.valueOf(times))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (process.waitFor() != 0) {
      throw new IOException("bare inserts failed");
    }
    return printed.lines().map(Double::valueOf).toList();
  }

  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Prints the seconds of each insert that counts. */
  public static void main(String[] args) throws SQLException {
    List<Double> seconds = new ArrayList<>();
    int times = Integer.parseInt(args[2]) + UNCOUNTED;
    try (Connection connection = DriverManager.getConnection(args[0], "sa", "sa");
        Statement statement = connection.createStatement()) {
      for (int i = 1; i <= times; i++) {
        seconds.add(LedgerProbe.bareInsert(statement, "delivery", -i, Long.parseLong(args[1])));
      }
    }
    seconds.subList(UNCOUNTED, times).forEach(System.out::println);
  }
}
