package io.mailwright.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final RandomGenerator MIDDLE =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return 0;
        }

        @Override
        public double nextDouble() {
          return 0.5;
        }
      };

  private final RetrySchedule schedule = RetrySchedule.STANDARD;

  @Test
  void doublesTheDelayUpToTheCeiling() {
    assertThat(schedule.after(1, START, START, MIDDLE)).isEqualTo(at(Duration.ofMinutes(5)));
    assertThat(schedule.after(2, START, START, MIDDLE)).isEqualTo(at(Duration.ofMinutes(10)));
    assertThat(schedule.after(6, START, START, MIDDLE)).isEqualTo(at(Duration.ofMinutes(160)));
    assertThat(schedule.after(7, START, START, MIDDLE)).isEqualTo(at(Duration.ofHours(4)));
    assertThat(schedule.after(15, START, START, MIDDLE)).isEqualTo(at(Duration.ofHours(4)));
  }

  @Test
  void staysWithinTheJitter() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      RetrySchedule.Next.At next = (RetrySchedule.Next.At) schedule.after(1, START, START, random);
      assertThat(next.time()).isBetween(START.plusSeconds(240), START.plusSeconds(360));
    }
  }

  @Test
  void endsByAttemptsAndByAge() {
    assertThat(schedule.after(16, START, START, MIDDLE))
        .isInstanceOf(RetrySchedule.Next.Expired.class);
    assertThat(schedule.after(3, START, START.plus(Duration.ofDays(2)), MIDDLE))
        .isInstanceOf(RetrySchedule.Next.Expired.class);
  }

  @Test
  void usesTheTimeUpToTheMaximumAge() {
    assertThat(schedule.after(12, START, START.plus(Duration.ofHours(47)), MIDDLE))
        .isEqualTo(at(Duration.ofDays(2)));
  }

  @Test
  void refusesSenselessSettings() {
    Duration s = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new RetrySchedule(0, s, s, 0, s))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetrySchedule(1, s, Duration.ZERO, 0, s))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetrySchedule(1, s, s, Double.NaN, s))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RetrySchedule.Next at(Duration after) {
    return new RetrySchedule.Next.At(START.plus(after));
  }
}
