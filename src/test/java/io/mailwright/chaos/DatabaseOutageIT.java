package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Scenario;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL goes away in the middle of a campaign and comes back. One server, a campaign each. */
class DatabaseOutageIT {
  private static final int RECIPIENTS = Trial.FULL ? 10_000 : 4_000;
  private static final int WORKERS = 8;
  private static final Duration OUTAGE = Duration.ofSeconds(Trial.FULL ? 60 : 15);

  /**
   * The product's time-outs, 25 s for an answer and 5 s for a log-in; a worker asks at least once a
   * second.
   */
  private static final Duration NOTICED = Duration.ofSeconds(33);

  private static OwnPostgres postgres;
  private static CutLine line;
  private static Trial trial;

  @BeforeAll
  static void start() {
    postgres = new OwnPostgres();
    line = new CutLine(postgres.port());
    Map<String, String> settings = new TreeMap<>(OwnPostgres.settings(line.port()));
    if (!Trial.FULL) {
      settings.put("MAILWRIGHT_LEASE_SECONDS", "6");
      settings.put("MAILWRIGHT_LEASE_RENEW_SECONDS", "2");
    }
    trial = new Trial(settings, RECIPIENTS);
  }

  @AfterAll
  static void end() throws Exception {
    trial.close();
    line.close();
    postgres.close();
  }

  @Test
  void goesOnInTheSameExecutionAfterTheDatabaseWasCutOff() throws Exception {
    long campaign = beginAndInterrupt(line::cut);
    int before = awaitSilence();
    lasts(OUTAGE);
    assertThat(trial.accepted().total()).as("mails without a ledger").isEqualTo(before);
    line.mend();
    judge("database cut off for " + OUTAGE.toSeconds() + " s", campaign, before);
  }

  @Test
  void noticesADatabaseThatHangsAndGoesOnWhenItAnswersAgain() throws Exception {
    long noted = lengthOfLog();
    long campaign = beginAndInterrupt(line::silence);
    long begun = System.nanoTime();
    int before = awaitSilence();
    Awaitility.await()
        .atMost(NOTICED.plusSeconds(10))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> logSince(noted).contains("the ledger cannot be reached"));
    Duration noticed = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(noticed).as("it was noticed after").isLessThan(NOTICED);
    lasts(Trial.FULL ? OUTAGE.minusSeconds(30) : Duration.ofSeconds(5));
    assertThat(trial.accepted().total()).as("mails without a ledger").isEqualTo(before);
    line.mend();
    judge("database hung, noticed after " + noticed.toMillis() + " ms", campaign, before);
  }

  @Test
  void goesOnInTheSameExecutionAfterTheDatabaseCrashed() throws Exception {
    long campaign =
        beginAndInterrupt(
            () -> {
              postgres.stopImmediately();
              line.cut();
            });
    int before = awaitSilence();
    if (Trial.FULL) {
      lasts(OUTAGE);
    }
    postgres.start();
    line.mend(postgres.port());
    judge("database stopped immediately", campaign, before);
  }

  /** Begins a campaign and does this in the middle of it. */
  private static long beginAndInterrupt(Runnable fault) throws InterruptedException {
    trial.accepted().clear();
    long campaign = trial.campaign(WORKERS, "");
    CountDownLatch middle = new CountDownLatch(1);
    trial.accepted().after(RECIPIENTS / 3, middle::countDown);
    trial.begin(campaign);
    assertThat(middle.await(3, TimeUnit.MINUTES)).as("enough mails came").isTrue();
    fault.run();
    return campaign;
  }

  /** Waits until no more mails come; what was claimed before may still be sent. */
  private static int awaitSilence() {
    int[] last = {-1};
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              int before = last[0];
              last[0] = trial.accepted().total();
              return last[0] == before;
            });
    assertThat(last[0]).as("mails before the end of the outage").isLessThan(RECIPIENTS);
    return last[0];
  }

  private static void lasts(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    Awaitility.await()
        .atMost(time.plusSeconds(10))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> System.nanoTime() >= until);
  }

  private static void judge(String fault, long campaign, int before) {
    long mended = System.nanoTime();
    Awaitility.await()
        .atMost(Scenario.LONG)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> trial.accepted().total() > before);
    Duration again = Duration.ofNanos(System.nanoTime() - mended);
    Awaitility.await().atMost(Scenario.LONG).until(() -> trial.server().api().isReady());
    Verdict verdict = trial.verdict(campaign);
    List<JsonObject> executions = trial.executions(campaign);
    System.out.printf(
        "%s after %d mails, sends again %d ms after it is back, %d executions: %s%n",
        fault, before, again.toMillis(), executions.size(), verdict);
    verdict.assertExact(WORKERS);
    assertThat(executions).as("the same execution").hasSize(1);
    trial.assertFinishedWorkSendsNothing(campaign);
  }

  private static String logSince(long length) throws IOException {
    return Files.readString(trial.server().log()).substring((int) length);
  }

  private static long lengthOfLog() throws IOException {
    return Files.readString(trial.server().log()).length();
  }
}
