package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.TestDatabases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The real uber-jar as a child process, with the database that the system property {@code
 * mailwright.it.db} names: {@code h2} or {@code postgresql}. One server is shared by the tests of a
 * run; a test that kills it starts it again.
 */
final class ServerUnderTest {
  static final String PASSWORD = "it-password-1";
  private static final Duration START = Duration.ofMinutes(4);
  private static ServerUnderTest shared;

  private final Path dataFolder;
  private final int port;
  private final Map<String, String> settings = new TreeMap<>();
  private Process process;

  private ServerUnderTest(Path dataFolder, int port) {
    this.dataFolder = dataFolder;
    this.port = port;
    settings.put("MAILWRIGHT_DATA_DIR", dataFolder.toString());
    settings.put("MAILWRIGHT_SANDBOX", "on");
    settings.put("MAILWRIGHT_ADMIN_PASSWORD", PASSWORD);
    if (System.getProperty("mailwright.it.db", "h2").equals("postgresql")) {
      PGSimpleDataSource database = TestDatabases.emptyPostgresql();
      settings.put("MAILWRIGHT_DB_URL", database.getUrl());
      settings.put("MAILWRIGHT_DB_USER", "postgres");
      settings.put("MAILWRIGHT_DB_PASSWORD", "postgres");
    }
  }

  static synchronized ServerUnderTest shared() {
    if (shared == null) {
      try (ServerSocket free = new ServerSocket(0)) {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "it-data");
        shared = new ServerUnderTest(folder, free.getLocalPort());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      shared.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> shared.process.destroy()));
    }
    return shared;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  Api api() {
    return new Api(url(), "admin", PASSWORD);
  }

  /** Starts it and waits until it is ready. */
  void start() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target", "mailwright.jar").toAbsolutePath().toString(),
                "--port",
                String.valueOf(port)));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(dataFolder.resolve("console.txt").toFile()));
      builder.environment().putAll(settings);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> !process.isAlive() || api().isReady());
    assertThat(process.isAlive()).as(() -> "the server runs; it said: " + console()).isTrue();
  }

  /** SIGTERM, as a service manager stops it. */
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
  }

  /** SIGKILL, as a crash. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  /** A second process on the same data folder; gives what it said. */
  String startSecond() throws IOException, InterruptedException {
    return failedStart(dataFolder.resolve("second.txt"), settings, 1);
  }

  /** A process that cannot start; gives what it said. It has ended with exit status 1. */
  static String failedStart(Path out, Map<String, String> settings, int port)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target", "mailwright.jar").toAbsolutePath().toString(),
                "--port",
                String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().putAll(settings);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(1);
    return Files.readString(out);
  }

  private String console() {
    try {
      return Files.readString(dataFolder.resolve("console.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
