package io.mailwright.routing.quota;

import io.mailwright.routing.scope.NodeSingleton;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * The clock's time, except that it goes on at its pace when the clock is set back: what was used
 * must not be forgotten then, nor must permits be good for longer. Thread-safe.
 */
@NodeSingleton
class SteadyTime {
  /** The two sources are not read at the same moment. */
  private static final long SLACK = 1000;

  private Clock clock;
  private LongSupplier nanos;
  private volatile Anchor anchor;

  /**
   * @param micros since 1970
   * @param nanos of the source that is never set
   */
  private record Anchor(long micros, long nanos) {}

  @Inject
  SteadyTime(Clock clock) {
    this(clock, System::nanoTime);
  }

  /**
   * @param nanos goes on at the pace of time and is never set
   */
  SteadyTime(Clock clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.anchor = new Anchor(QuotaRule.micros(clock.instant()), nanos.getAsLong());
  }

  /** Microseconds since 1970. */
  long micros() {
    Anchor from = anchor;
    long passed = nanos.getAsLong();
    long steady = from.micros + (passed - from.nanos) / 1000;
    long wall = QuotaRule.micros(clock.instant());
    if (wall > steady + SLACK) {
      anchor = new Anchor(wall, passed);
    }
    return Math.max(steady, wall);
  }
}
