package io.mailwright.delivery.send;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A value that is read again when it is two seconds old, so that what people change acts on a
 * running campaign without a read for every mail. Only who finds it old waits for the database;
 * meanwhile the others have the last value. While the database is away the last value stands: what
 * people change cannot reach it then either. Thread-safe.
 */
final class FreshEnough<T> implements Supplier<T> {
  private static final Logger LOG = Logger.getLogger(FreshEnough.class.getName());
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Clock clock;
  private final Supplier<T> source;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Seen<T> seen;

  /**
   * @param at when it had been read: a database that answers slowly makes no value old
   */
  private record Seen<T>(T value, Instant at) {}

  FreshEnough(Clock clock, Supplier<T> source) {
    this.clock = clock;
    this.source = source;
  }

  @Override
  public T get() {
    Seen<T> last = seen;
    if (last == null) {
      return first();
    }
    if (isOld(last) && reading.tryLock()) {
      try {
        if (isOld(seen)) {
          seen = new Seen<>(readAgain(seen.value), clock.instant());
        }
      } finally {
        reading.unlock();
      }
    }
    return seen.value;
  }

  private boolean isOld(Seen<T> value) {
    return Duration.between(value.at, clock.instant()).compareTo(FRESH) >= 0;
  }

  private T first() {
    reading.lock();
    try {
      if (seen == null) {
        T value = source.get();
        seen = new Seen<>(value, clock.instant());
      }
      return seen.value;
    } finally {
      reading.unlock();
    }
  }

  private T readAgain(T last) {
    try {
      return source.get();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "limits cannot be read now, the last ones stand: {0}", e.toString());
      return last;
    }
  }
}
