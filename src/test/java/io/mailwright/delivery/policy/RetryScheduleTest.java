package io.mailwright.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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

  private RetrySchedule.Next asked(int attempts, Duration wish) {
    return schedule.after(attempts, START, START, Optional.of(wish), MIDDLE);
  }

  @Test
  void comesSoonAfterTheTimeThatTheServerNames() {
    Duration wish = Duration.ofSeconds(10);
    assertThat(asked(1, wish)).isEqualTo(at(Duration.ofSeconds(11)));
    assertThat(asked(2, wish)).isEqualTo(at(Duration.ofSeconds(22)));
    assertThat(asked(3, wish)).as("it was told so twice").isEqualTo(at(Duration.ofMinutes(20)));
  }

  @Test
  void neverComesBeforeTheTimeThatTheServerNames() {
    for (int attempts = 1; attempts < schedule.maxAttempts(); attempts++) {
      assertThat(asked(attempts, Duration.ofHours(6))).isEqualTo(at(Duration.ofHours(6)));
    }
    assertThat(asked(1, Duration.ofDays(3))).isEqualTo(at(Duration.ofDays(3)));
  }

  @Test
  void keepsFewTriesForLater() {
    RetrySchedule few =
        new RetrySchedule(3, Duration.ofMinutes(5), Duration.ofHours(4), 0.2, Duration.ofDays(2));
    assertThat(few.after(1, START, START, Optional.of(Duration.ofSeconds(10)), MIDDLE))
        .isEqualTo(at(Duration.ofMinutes(5)));
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
