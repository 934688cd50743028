package io.mailwright.delivery.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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

  /** So many tries come as soon as a server asks for them, of schedules with four times as many. */
  private static final int MOST_SOON = 2;

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

  /** The same where the server did not say when to come again. */
  public Next after(int attempts, Instant firstTry, Instant now, RandomGenerator random) {
    return after(attempts, firstTry, now, Optional.empty(), random);
  }

  /**
   * What comes after a deferred try. A delay that would end after the maximum age is shortened to
   * end there, so that the last try uses the time there is.
   *
   * <p>It is never before the time that the server asked for. The first tries come soon after it,
   * also where the schedule's own delay is longer; later ones do not, since a server that says "in
   * a second" for hours would use up all of them.
   *
   * @param attempts tries made so far, the one just deferred included, at least 1
   * @param firstTry when the first of them was made
   * @param now the present
   * @param asked how long the server wants to be left alone with the mail, if it says so
   * @param random where the jitter comes from
   */
  public Next after(
      int attempts,
      Instant firstTry,
      Instant now,
      Optional<Duration> asked,
      RandomGenerator random) {
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
    Duration usual = jittered(backOff(attempts), random);
    Duration delay = asked.map(wish -> heeding(wish, usual, attempts, random)).orElse(usual);
    Instant next = now.plus(delay);
    Instant soonest = asked.map(now::plus).orElse(now);
    return new Next.At(next.isAfter(end) ? (soonest.isAfter(end) ? soonest : end) : next);
  }

  private Duration heeding(Duration wish, Duration usual, int attempts, RandomGenerator random) {
    boolean isSoon = attempts <= MOST_SOON && attempts * 4 <= maxAttempts;
    Duration stretched =
        Duration.ofMillis(
            Math.round(
                wish.toMillis() * (1L << attempts - 1) * (1 + jitter * random.nextDouble())));
    Duration delay = isSoon && stretched.compareTo(usual) < 0 ? stretched : usual;
    return delay.compareTo(wish) < 0 ? wish : delay;
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
