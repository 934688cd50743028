package io.mailwright.operations.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When something is tried again: after a time that doubles with each try.
 *
 * @param first after the first try
 * @param longest at most
 * @param giveUp when it was tried for so long it is not tried again
 */
public record Retries(Duration first, Duration longest, Duration giveUp) {
  private static final int MOST_DOUBLINGS = 20;

  /**
   * The time of the next try.
   *
   * @param since when it was to be sent at first
   * @param attempts made so far, at least 1
   * @return empty if it is to be given up
   */
  public Optional<Instant> next(Instant since, int attempts, Instant now) {
    if (!now.isBefore(since.plus(giveUp))) {
      return Optional.empty();
    }
    Duration wait = first.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
    return Optional.of(now.plus(wait.compareTo(longest) < 0 ? wait : longest));
  }
}
