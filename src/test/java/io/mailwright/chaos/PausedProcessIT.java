package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Scenario;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.UberJar;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process sleeps beyond its lease (SIGSTOP), another on the same database takes its campaign
 * over, and it wakes up again: while the other sends, or when the other is done.
 */
class PausedProcessIT {
  private static final int RECIPIENTS = Trial.FULL ? 10_000 : 4_000;
  private static final int WORKERS = 8;

  private static Trial trial;
  private static UberJar second;

  static Boolean[] wakesWhileTheOtherSends() {
    return Trial.FULL
        ? new Boolean[] {true, false, true, false, true, false}
        : new Boolean[] {true};
  }

  @BeforeAll
  static void start() throws Exception {
    Map<String, String> settings =
        new TreeMap<>(TestDatabases.settingsOf(TestDatabases.emptyPostgresql().getUrl()));
    if (!Trial.FULL) {
      settings.put("MAILWRIGHT_LEASE_SECONDS", "5");
      settings.put("MAILWRIGHT_LEASE_RENEW_SECONDS", "1");
      settings.put("MAILWRIGHT_LEASE_GRACE_SECONDS", "3");
    }
    trial = new Trial(settings, RECIPIENTS);
    second = new UberJar(Trial.newFolder(), settings, Trial.jvm());
    Path key = Path.of("keys", "secret.key");
    Files.createDirectories(second.dataFolder().resolve(key).getParent());
    Files.copy(trial.server().dataFolder().resolve(key), second.dataFolder().resolve(key));
    second.start();
  }

  @AfterAll
  static void end() throws Exception {
    second.close();
    trial.close();
  }

  @ParameterizedTest
  @MethodSource("wakesWhileTheOtherSends")
  void sendsNoSecondCopyWhenItWakesAfterAnotherHasTakenOver(boolean whileTheOtherSends)
      throws Exception {
    trial.accepted().clear();
    trial.answering(
        (recipient, line) -> {
          LockSupport.parkNanos(Duration.ofMillis(2).toNanos()); // so that dots are on their way
          trial.accepted().mail(recipient, line);
        });
    long campaign = trial.campaign(WORKERS, "");
    CountDownLatch middle = new CountDownLatch(1);
    trial.accepted().after(RECIPIENTS / 4, middle::countDown);
    trial.begin(campaign);
    assertThat(middle.await(3, TimeUnit.MINUTES)).as("enough mails came").isTrue();
    trial.server().signal("STOP");

    Scenario other = new Scenario(second.api());
    other.awaitState(campaign, "interrupted");
    int asleep = trial.accepted().total();
    JsonObject preview = second.api().get("/api/campaigns/" + campaign + "/preview-restart").ok();
    second.api().post("/api/campaigns/" + campaign + "/resume").ok();
    if (whileTheOtherSends) {
      trial.awaitMails(asleep + RECIPIENTS / 4);
    } else {
      other.awaitState(campaign, "completed");
    }
    int inDoubt = Scenario.count(second.api().get("/api/campaigns/" + campaign).ok(), "inDoubt");
    int awake = trial.accepted().total();
    trial.server().signal("CONT");

    // What the first one knows of its claims settles them, and what it had not sent is sent yet.
    Awaitility.await()
        .atMost(Scenario.LONG)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> other.awaitState(campaign, "completed"),
            state -> Scenario.count(state, "inDoubt") == 0);
    Verdict verdict = Verdict.of(second.api(), campaign, trial.recipients(), trial.accepted());
    System.out.printf(
        "asleep after %d mails, preview %s, awake after %d with %d in doubt, %s: %s%n",
        asleep,
        preview,
        awake,
        inDoubt,
        whileTheOtherSends ? "while the other sent" : "when the other was done",
        verdict);
    assertThat(inDoubt).as("rows in doubt until it woke").isPositive();
    verdict.assertExact(0);
    trial.assertFinishedWorkSendsNothing(campaign);
  }
}
