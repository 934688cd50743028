package io.mailwright.routing.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of issue 4: in simulated time, with many seeds. */
class RateAdaptingTest {
  private static final int SEEDS = 8;
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final Duration SETTLED = Duration.ofSeconds(120);

  private static double shareUsed(SimulatedSending sending, double allowed) {
    return sending.run(SETTLED) / (allowed * SETTLED.toSeconds());
  }

  /**
   * A bucket that saves up for a second as most do, for little, and for four; and one that lets
   * refused mails pay too.
   */
  @ParameterizedTest
  @CsvSource({
    "10, false, 12",
    "50, false, 8",
    "50, false, 12",
    "50, false, 64",
    "200, false, 12",
    "10, true, 12",
    "50, true, 12",
    "50, true, 64",
    "200, true, 12"
  })
  void settlesAtWhatIsAllowedWithinAMinuteWhenItFallsAndRises(
      double savedUp, boolean countsRefused, int workers) {
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedSending sending =
          new SimulatedSending(
              new ThrottlingProvider(50, savedUp, countsRefused), workers, 50, 200, seed);
      for (double allowed : new double[] {50, 20, 50}) {
        sending.allow(allowed);
        sending.run(SETTLING);
        assertThat(shareUsed(sending, allowed))
            .as("share used of " + allowed + " a second, seed " + seed)
            .isGreaterThanOrEqualTo(0.9);
      }
      assertThat(sending.deferredShare()).as("deferred, seed " + seed).isLessThan(0.02);
    }
  }

  /** The pause alone costs ten seconds a tenth of what they allow, less what the site saves up. */
  @ParameterizedTest
  @CsvSource({"50, 8, 50, 200", "200, 12, 50, 200", "50, 16, 30, 50"})
  void usesEveryTenSecondsWellAtASiteThatAsksForAPauseOfOne(
      double savedUp, int workers, int leastLatency, int mostLatency) {
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedSending sending =
          new SimulatedSending(
              new ThrottlingProvider(50, savedUp, false), workers, leastLatency, mostLatency, seed);
      sending.asksFor(Duration.ofSeconds(1));
      for (double allowed : new double[] {50, 20, 50}) {
        sending.allow(allowed);
        sending.run(SETTLING);
        long[] seconds = new long[(int) SETTLED.toSeconds()];
        Arrays.setAll(seconds, second -> sending.run(Duration.ofSeconds(1)));
        for (int from = 0; from + 10 <= seconds.length; from++) {
          assertThat((double) Arrays.stream(seconds, from, from + 10).sum())
              .as("ten seconds of " + allowed + ", from " + from + ", seed " + seed)
              .isGreaterThanOrEqualTo(9 * allowed);
        }
      }
      assertThat(sending.deferredShare()).as("deferred, seed " + seed).isLessThan(0.02);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5, false, 12, 600",
    "5, 50, false, 12, 600",
    "5, 5, true, 12, 600",
    "200, 20, false, 64, 120",
    "200, 200, false, 40, 120",
    "200, 200, true, 40, 120"
  })
  void findsSlowAndFastProviders(
      double allowed, double savedUp, boolean countsRefused, int workers, int seconds) {
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedSending sending =
          new SimulatedSending(
              new ThrottlingProvider(allowed, savedUp, countsRefused), workers, 50, 200, seed);
      sending.run(SETTLING);
      long accepted = sending.run(Duration.ofSeconds(seconds));
      assertThat(accepted / (allowed * seconds)).as("seed " + seed).isGreaterThanOrEqualTo(0.9);
      assertThat(sending.deferredShare()).as("seed " + seed).isLessThan(0.02);
    }
  }

  /** Its first 40 are free, and then every probe costs: the share is that of two hours. */
  @Test
  void findsFortyAMinute() {
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedSending sending =
          new SimulatedSending(new ThrottlingProvider(40 / 60.0, 40, false), 8, 50, 200, seed);
      sending.run(Duration.ofMinutes(3));
      long accepted = sending.run(Duration.ofMinutes(117));
      assertThat(accepted / (40.0 * 117)).as("seed " + seed).isGreaterThanOrEqualTo(0.9);
      assertThat(sending.deferredShare()).as("seed " + seed).isLessThan(0.02);
    }
  }

  @Test
  void isBackSoonAfterATimeInWhichEverythingWasRefused() {
    SimulatedSending sending =
        new SimulatedSending(new ThrottlingProvider(50, 50, false), 12, 50, 200, 1);
    sending.run(SETTLING);
    double before = sending.deferredShare() * sending.tries();
    sending.allow(0);
    sending.run(Duration.ofMinutes(5));
    assertThat(sending.deferredShare() * sending.tries() - before)
        .as("mails that the outage cost")
        .isLessThan(60);
    sending.allow(50);
    sending.run(Duration.ofMinutes(6));
    assertThat(shareUsed(sending, 50)).isGreaterThanOrEqualTo(0.9);
  }
}
