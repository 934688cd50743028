package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.Scenario;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * A mail server that takes its time, and many workers that wait for it, in 256 MB; then a stop in
 * the middle of it.
 */
class SlowServerIT {
  private static final int RECIPIENTS = 8_000;
  private static final int WORKERS = Pressure.WORKERS;
  private static final int LOOKS = Trial.FULL ? 10 : 4;

  @Test
  void holdsNoMoreThanItsClaimsAndLeavesNothingInDoubtWhenItIsStopped() throws Exception {
    try (Trial trial = Pressure.trial(Map.of(), RECIPIENTS)) {
      trial.answering(
          (recipient, line) -> {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            trial.accepted().mail(recipient, line);
          });
      Pressure pressure = Pressure.on(trial);
      for (int look = 1; look <= LOOKS; look++) {
        pressure.rateOf(WORKERS * 20);
        pressure.look();
      }
      System.out.printf("slow server, %s%n", pressure);
      pressure.assertBounded();
      long campaign = pressure.campaign();

      trial.answering(
          (recipient, line) -> {
            trial.accepted().note(recipient);
            LockSupport.parkNanos(Duration.ofSeconds(6).toNanos());
            line.say("250 2.0.0 taken");
          });
      int before = trial.accepted().total();
      trial.awaitMails(before + WORKERS);
      long asked = System.nanoTime();
      trial.server().stop();
      Duration took = Duration.ofNanos(System.nanoTime() - asked);
      int stoppedAfter = trial.accepted().total();
      trial.answering(trial.accepted());
      trial.server().start();
      JsonObject state = trial.state(campaign);
      JsonObject preview = trial.preview(campaign);
      assertThat(Scenario.count(state, "sent")).as("mails with a reply").isEqualTo(stoppedAfter);
      assertThat(Scenario.count(state, "inDoubt")).isZero();
      assertThat(Scenario.count(state, "claimed")).isZero();
      trial.goOn(campaign);
      Verdict verdict = trial.verdict(campaign);
      System.out.printf(
          "stopped by SIGTERM after %d mails, ended in %d ms with replies after 6 s, preview %s: %s%n",
          stoppedAfter, took.toMillis(), preview, verdict);
      verdict.assertExact(0);
      trial.assertFinishedWorkSendsNothing(campaign);
    }
  }
}
