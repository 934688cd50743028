package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** PostgreSQL takes its time to answer, and many workers wait for it. */
class SlowDatabaseIT {
  private static final int RECIPIENTS = Trial.FULL ? 40_000 : 12_000;
  private static final Duration DELAY = Duration.ofMillis(500);
  private static final int LOOKS = Trial.FULL ? 10 : 2;
  private static final int BETWEEN_LOOKS = 120;

  /** A worker asks it about so many things for a mail, if it goes badly. */
  private static final int QUESTIONS = 20;

  private static final int FAST = 1_000;

  @Test
  void claimsSlowerAndHoldsNoMoreWhileTheDatabaseIsSlow() throws Exception {
    try (OwnPostgres postgres = new OwnPostgres();
        CutLine line = new CutLine(postgres.port());
        Trial trial = Pressure.trial(OwnPostgres.settings(line.port()), RECIPIENTS)) {
      Pressure pressure = Pressure.on(trial);
      line.delay(DELAY);
      // What was claimed before may still be sent at full speed.
      pressure.rateOf(BETWEEN_LOOKS);
      double slow = pressure.rateOf(LOOKS, BETWEEN_LOOKS);
      line.delay(Duration.ZERO);
      double fast = pressure.rateOf(FAST);
      Verdict verdict = trial.verdict(pressure.campaign());
      System.out.printf(
          "slow database, answers after %d ms, %s; %.0f mails/s, then %.0f; %s%n",
          DELAY.toMillis(), pressure, slow, fast, verdict);
      pressure.assertBounded();
      assertThat(slow)
          .as("mails a second while it is slow, of workers that do not wait for each other")
          .isBetween(Pressure.WORKERS * 1000.0 / DELAY.toMillis() / QUESTIONS, fast / 2);
      verdict.assertExact(0);
      assertThat(trial.executions(pressure.campaign())).as("the same execution").hasSize(1);
    }
  }
}
