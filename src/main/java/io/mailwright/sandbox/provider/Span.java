package io.mailwright.sandbox.provider;

import java.time.Duration;

/**
 * A stretch of time, counted from when the simulated site came up.
 *
 * @param from its begin, not negative
 * @param until its end, not part of it; after the begin
 */
public record Span(Duration from, Duration until) {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** Refuses values out of range with {@link IllegalArgumentException}. */
  public Span {
    if (from.isNegative() || until.compareTo(from) <= 0) {
      throw new IllegalArgumentException("until must be after from, and from not below 0");
    }
  }

  /** From a moment on, without an end. */
  public static Span since(Duration from) {
    return new Span(from, FOR_EVER);
  }

  boolean contains(Duration at) {
    return at.compareTo(from) >= 0 && at.compareTo(until) < 0;
  }
}
