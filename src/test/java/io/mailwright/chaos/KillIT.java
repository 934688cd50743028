package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.TestDatabases;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kill -9} at random points of a campaign, and again during the restart, with 8 and 32
 * connections in turn. The rounds are shared out over the databases ({@code chaos.databases}); the
 * seed is printed and can be given as {@code chaos.seed}.
 */
class KillIT {
  private static final int RECIPIENTS = Integer.getInteger("chaos.recipients", 10_000);
  private static final int ROUNDS = Integer.getInteger("chaos.rounds", 5);

  private final long seed = Long.getLong("chaos.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private Duration lastStart;

  private record Total(int rounds, int lost, int twice, int inDoubt) {
    Total plus(Verdict verdict) {
      return new Total(
          rounds + 1, lost + verdict.lost(), twice + verdict.twice(), inDoubt + verdict.inDoubt());
    }
  }

  static String[] databases() {
    return System.getProperty("chaos.databases", "H2,PostgreSQL").split(",", -1);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void losesNothingAndSendsNothingTwiceWhenItIsKilled(String database) throws Exception {
    int rounds = database.equals("H2") ? (ROUNDS + 1) / 2 : ROUNDS / 2;
    Map<String, String> settings =
        database.equals("H2")
            ? Map.of()
            : TestDatabases.settingsOf(TestDatabases.emptyPostgresql().getUrl());
    System.out.printf("kill -9 on %s, %d rounds, seed %d%n", database, rounds, seed);
    Total total = new Total(0, 0, 0, 0);
    try (Trial trial = new Trial(settings, RECIPIENTS)) {
      lastStart = Duration.ofSeconds(8);
      for (int i = 0; i < rounds; i++) {
        total = total.plus(round(trial, database, i));
      }
    }
    System.out.printf(
        "kill -9 on %s, total: %d rounds, %d recipients each: lost %d, twice %d, in doubt %d%n",
        database, total.rounds(), RECIPIENTS, total.lost(), total.twice(), total.inDoubt());
  }

  private Verdict round(Trial trial, String database, int number) throws Exception {
    int workers = number % 2 == 0 ? 8 : 32;
    trial.accepted().clear();
    trial.sink().mostOpen();
    long campaign = trial.campaign(workers, "");
    int killedAt = killDuring(trial, () -> trial.begin(campaign), number % 8 == 7);
    if (Trial.FULL || number == 1) {
      killDuringStart(trial);
    }
    restart(trial);
    int sendingKills = 1;
    if (Trial.FULL && number % 3 == 1) {
      killDuring(trial, () -> trial.goOn(campaign), false);
      sendingKills++;
      killDuringStart(trial);
      restart(trial);
    }
    JsonObject preview = trial.preview(campaign);
    trial.goOn(campaign);
    Verdict verdict = trial.verdict(campaign);
    int connections = trial.sink().mostOpen();
    System.out.printf(
        "round %d, %s, %d connections (%d open at most), %d kills while sending, the first after %d mails: preview %s,"
            + " %s%n",
        number + 1, database, workers, connections, sendingKills, killedAt, preview, verdict);
    verdict.assertExact(sendingKills * workers);
    trial.assertFinishedWorkSendsNothing(campaign);
    return verdict;
  }

  /**
   * Kills it after a random number of mails, or soon after the start.
   *
   * @return how many mails had arrived
   */
  private int killDuring(Trial trial, Runnable action, boolean soon) throws Exception {
    int left = Math.max(1, RECIPIENTS - trial.accepted().total());
    if (soon) {
      action.run();
      after(Duration.ofMillis(random.nextInt(1_500)));
      trial.server().kill();
    } else {
      Process process = trial.server().process();
      // Some recipients may be in doubt by now and never come.
      trial.accepted().after(1 + random.nextInt(Math.max(1, left - 100)), process::destroyForcibly);
      action.run();
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("enough mails came").isTrue();
    }
    return trial.accepted().total();
  }

  private void killDuringStart(Trial trial) throws InterruptedException {
    trial.server().launch();
    after(Duration.ofMillis(random.nextInt((int) lastStart.toMillis())));
    trial.server().kill();
  }

  private void restart(Trial trial) {
    long before = System.nanoTime();
    trial.server().start();
    lastStart = Duration.ofNanos(System.nanoTime() - before);
  }

  /** The point in time is what is random here; there is nothing to wait for. */
  private static void after(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .pollDelay(Duration.ZERO)
        .atMost(duration.plusSeconds(10))
        .until(() -> System.nanoTime() >= until);
  }
}
