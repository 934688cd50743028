package io.mailwright.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The disk takes few writes a second, and every dot waits until its note is on it. */
class SlowDiskIT {
  private static final int RECIPIENTS = Trial.FULL ? 10_000 : 6_000;
  private static final int WRITES_A_SECOND = 10;
  private static final int LOOKS = Trial.FULL ? 10 : 2;
  private static final int BETWEEN_LOOKS = 200;
  private static final int FAST = 1_000;

  @Test
  void claimsSlowerAndHoldsNoMoreWhileTheDiskIsSlow() throws Exception {
    try (SlowDisk disk = new SlowDisk(Path.of("target").toAbsolutePath(), WRITES_A_SECOND)) {
      assumeTrue(disk.isSlow(), "writes cannot be slowed down here: a slow disk is not tried");
      try (Trial trial = Pressure.trial(Map.of("MAILWRIGHT_JOURNAL_SYNC", "group"), RECIPIENTS)) {
        Pressure pressure = Pressure.on(trial);
        disk.slowDown(trial.server().process());
        double slow = pressure.rateOf(LOOKS, BETWEEN_LOOKS);
        disk.release(trial.server().process());
        double fast = pressure.rateOf(FAST);
        Verdict verdict = trial.verdict(pressure.campaign());
        System.out.printf(
            "slow disk, %d writes/s, %s; %.0f mails/s, then %.0f; %s%n",
            WRITES_A_SECOND, pressure, slow, fast, verdict);
        pressure.assertBounded();
        assertThat(slow).as("mails a second while it is slow").isLessThan(fast / 2);
        verdict.assertExact(0);
        assertThat(trial.executions(pressure.campaign())).as("the same execution").hasSize(1);
      }
    }
  }
}
