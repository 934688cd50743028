package io.mailwright.delivery.send;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A value that is read again when it is two seconds old, so that what people change acts on a
 * running campaign without a read for every mail. Thread-safe.
 */
final class FreshEnough<T> implements Supplier<T> {
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Clock clock;
  private final Supplier<T> source;
  private T value;
  private Instant readAt;

  FreshEnough(Clock clock, Supplier<T> source) {
    this.clock = clock;
    this.source = source;
  }

  @Override
  public synchronized T get() {
    Instant now = clock.instant();
    if (readAt == null || Duration.between(readAt, now).compareTo(FRESH) >= 0) {
      value = source.get();
      readAt = now;
    }
    return value;
  }
}
