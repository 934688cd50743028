package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.TestRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of a process whose threads change an embedded ledger at the same time, and again
 * while it opens what the kill left: the file holds whole transactions only.
 */
class EmbeddedDatabaseIT {
  private static final int ROUNDS = Integer.getInteger("chaos.rounds", 5) * 2;

  private final long seed = Long.getLong("chaos.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void holdsWholeTransactionsOnlyWhenItIsKilled() throws Exception {
    Path folder = Trial.newFolder();
    long fence = 0;
    int checked = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Path file = folder.resolve("ledger" + i / 8);
      fence = i % 8 == 0 ? 1 : fence + 1;
      killWhileItWorks(file, fence);
      if (i % 3 == 1) {
        killWhileItOpens(file, ++fence);
      }
      check(file, folder.resolve("looked-at"));
      checked++;
    }
    System.out.printf(
        "kill -9 of an embedded ledger under 16 threads: %d rounds, seed %d, each whole%n",
        checked, seed);
  }

  private void killWhileItWorks(Path file, long fence) throws IOException, InterruptedException {
    Process process = start(file, fence);
    BufferedReader said = process.inputReader();
    StringBuilder all = new StringBuilder();
    String line = said.readLine();
    while (line != null && !line.equals("working")) {
      all.append(line).append('\n');
      line = said.readLine();
    }
    assertThat(line).as(() -> "it works; it said: " + all).isNotNull();
    killAfter(process, 50 + random.nextInt(400));
  }

  private void killWhileItOpens(Path file, long fence) throws IOException, InterruptedException {
    killAfter(start(file, fence), 200 + random.nextInt(800));
  }

  private static Process start(Path file, long fence) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            EmbeddedTraffic.class.getName(),
            file.toString(),
            String.valueOf(fence))
        .redirectErrorStream(true)
        .start();
  }

  /** The point in time is what is random here; there is nothing to wait for. */
  private static void killAfter(Process process, int millis) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .pollDelay(Duration.ZERO)
        .until(() -> System.nanoTime() >= until);
    process.destroyForcibly().waitFor();
  }

  /** Looks at a copy, so that the next round finds the file as the kill left it. */
  private static void check(Path file, Path copy) throws IOException {
    Files.copy(
        Path.of(file + ".mv.db"), Path.of(copy + ".mv.db"), StandardCopyOption.REPLACE_EXISTING);
    Database database = EmbeddedTraffic.open(copy);
    assertThat(Ledgers.of(database, Clock.systemUTC()).countsAgree(EmbeddedTraffic.CAMPAIGN))
        .as("the counts are those of the rows")
        .isTrue();
    assertThat(TestRows.number(database, "SELECT COUNT(*) FROM delivery"))
        .isEqualTo(EmbeddedTraffic.ROWS);
    assertThat(
            TestRows.number(
                database,
                "SELECT COUNT(*) FROM delivery d LEFT JOIN attempt a ON a.delivery_id = d.id WHERE"
                    + " (d.state = 3 AND a.at IS NULL) OR (d.state <> 3 AND a.at IS NOT NULL)"))
        .as("deferred rows without their attempt, and the other way round")
        .isZero();
    // By each index and by none: an entry of a change that was undone must be in neither.
    long attempts = TestRows.number(database, "SELECT COUNT(*) FROM attempt WHERE fence + 0 >= 0");
    assertThat(TestRows.number(database, "SELECT COUNT(*) FROM attempt WHERE delivery_id >= 0"))
        .isEqualTo(attempts);
    database.change(
        connection -> {
          try (PreparedStatement delete = connection.prepareStatement("DELETE FROM attempt")) {
            assertThat(delete.executeUpdate()).isEqualTo(attempts);
          }
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE delivery SET due_at = NULL, lane = lane + 1")) {
            assertThat(update.executeUpdate()).isEqualTo(EmbeddedTraffic.ROWS);
          }
        });
  }
}
