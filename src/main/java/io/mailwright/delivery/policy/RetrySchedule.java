package io.mailwright.delivery.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When a deferred mail is tried again, and when no more: exponential back-off with jitter, ended by
 * attempts or age. Immutable.
 *
 * @param maxAttempts tries in all, the first included, 1 to 1,000
 * @param first delay after the first try, at least 1 s
 * @param ceiling the delay is doubled up to this, at least {@code first}
 * @param jitter share by which a delay is stretched or shortened at random, 0 to 0.5
 * @param maxAge time after the first try from which on there is no further one, at least 1 s
 */
public record RetrySchedule(
    int maxAttempts, Duration first, Duration ceiling, double jitter, Duration maxAge) {
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** 16 attempts, 5 min doubled up to 4 h, 20 % jitter, 2 days. */
  public static final RetrySchedule STANDARD =
      new RetrySchedule(16, Duration.ofMinutes(5), Duration.ofHours(4), 0.2, Duration.ofDays(2));

  public RetrySchedule {
    if (maxAttempts < 1 || maxAttempts > 1000) {
      throw new IllegalArgumentException("attempts go from 1 to 1000");
    }
    if (first.compareTo(LEAST) < 0 || ceiling.compareTo(first) < 0 || maxAge.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException("1 s <= first <= ceiling, and 1 s <= maxAge");
    }
    if (!(jitter >= 0 && jitter <= 0.5)) {
      throw new IllegalArgumentException("jitter goes from 0 to 0.5");
    }
  }

  /** What comes after a try that was deferred. */
  public sealed interface Next {
    /** Try again, not before this time. */
    record At(Instant time) implements Next {}

    /** No further try; the reason is one line for people. */
    record Expired(String reason) implements Next {}
  }

  /**
   * What comes after a deferred try. A delay that would end after the maximum age is shortened to
   * end there, so that the last try uses the time there is.
   *
   * @param attempts tries made so far, the one just deferred included, at least 1
   * @param firstTry when the first of them was made
   * @param now the present
   * @param random where the jitter comes from
   */
  public Next after(int attempts, Instant firstTry, Instant now, RandomGenerator random) {
    if (attempts < 1) {
      throw new IllegalArgumentException("a deferred try counts as an attempt");
    }
    if (attempts >= maxAttempts) {
      return new Next.Expired("all " + maxAttempts + " attempts are used up");
    }
    Instant end = firstTry.plus(maxAge);
    if (!now.isBefore(end)) {
      return new Next.Expired("older than " + maxAge + " since the first attempt");
    }
    Instant next = now.plus(jittered(backOff(attempts), random));
    return new Next.At(next.isAfter(end) ? end : next);
  }

  /** The delay after this many tries, without jitter. */
  Duration backOff(int attempts) {
    Duration delay = first;
    for (int i = 1; i < attempts && delay.compareTo(ceiling) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(ceiling) > 0 ? ceiling : delay;
  }

  private Duration jittered(Duration delay, RandomGenerator random) {
    double factor = 1 + jitter * (2 * random.nextDouble() - 1);
    return Duration.ofMillis(Math.round(delay.toMillis() * factor));
  }
}
