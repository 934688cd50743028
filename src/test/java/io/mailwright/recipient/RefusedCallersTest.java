package io.mailwright.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusedCallersTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-12-01T14:00:00Z"));
  private final RefusedCallers callers = new RefusedCallers(clock);

  private void refuse(String caller, String feed, int times) {
    for (int i = 0; i < times; i++) {
      callers.refused(caller, feed);
    }
  }

  @Test
  void letsWaitAfterManyRefusalsUntilTheMinuteIsOver() {
    callers.isFeed("feed");
    refuse("10.0.0.1", "feed", RefusedCallers.FREE - 1);
    assertThat(callers.secondsToWait("10.0.0.1", "feed")).isZero();
    refuse("10.0.0.1", "feed", 1);
    assertThat(callers.secondsToWait("10.0.0.1", "feed")).isEqualTo(60);
    assertThat(callers.secondsToWait("10.0.0.2", "feed")).isZero();
    clock.forward(Duration.ofSeconds(61));
    assertThat(callers.secondsToWait("10.0.0.1", "feed")).isZero();
  }

  /** All may come by one proxy. */
  @Test
  void doesNotCloseFeedsToWhomOthersGuess() {
    callers.isFeed("feed");
    for (int i = 0; i < RefusedCallers.FREE; i++) {
      refuse("10.0.0.1", "guess" + i, 1);
    }
    assertThat(callers.secondsToWait("10.0.0.1", "another guess")).isPositive();
    assertThat(callers.secondsToWait("10.0.0.1", "feed")).isZero();
  }
}
