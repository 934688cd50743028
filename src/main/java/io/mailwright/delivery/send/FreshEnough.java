package io.mailwright.delivery.send;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A value that is read again when it is two seconds old, so that what people change acts on a
 * running campaign without a read for every mail. While the database is away the last value stands:
 * what people change cannot reach it then either. Thread-safe.
 */
final class FreshEnough<T> implements Supplier<T> {
  private static final Logger LOG = Logger.getLogger(FreshEnough.class.getName());
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
      readAgain(readAt == null);
      readAt = now;
    }
    return value;
  }

  private void readAgain(boolean isFirst) {
    try {
      value = source.get();
    } catch (RuntimeException e) {
      if (isFirst) {
        throw e;
      }
      LOG.log(Level.WARNING, "limits cannot be read now, the last ones stand: {0}", e.toString());
    }
  }
}
