package io.mailwright.chaos;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * With {@code MAILWRIGHT_RECOVERY=auto} nobody has to resume what a crash or a stop interrupted.
 */
class AutoRecoveryIT {
  private static final int RECIPIENTS = 5_000;
  private static final int WORKERS = 8;

  @Test
  void goesOnByItselfAfterAKillAndAfterAStop() throws Exception {
    try (Trial trial = new Trial(Map.of("MAILWRIGHT_RECOVERY", "auto"), RECIPIENTS)) {
      long killed = trial.campaign(WORKERS, "");
      trial.begin(killed);
      trial.awaitMails(RECIPIENTS / 5);
      trial.server().kill();
      trial.server().start();
      Verdict verdict = trial.verdict(killed);
      System.out.println("killed, recovery=auto: " + verdict);
      verdict.assertExact(WORKERS);

      trial.accepted().clear();
      long stopped = trial.campaign(WORKERS, "");
      trial.begin(stopped);
      trial.awaitMails(RECIPIENTS / 5);
      trial.server().stop();
      trial.server().start();
      verdict = trial.verdict(stopped);
      System.out.println("stopped by SIGTERM, recovery=auto: " + verdict);
      verdict.assertExact(0);
    }
  }
}
