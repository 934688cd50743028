package io.mailwright.routing.window;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Counts of one site in one hour that wait to be stored. Thread-safe; nothing counted is lost. */
final class HourCell {
  /** No reply is awaited longer. */
  private static final long MOST_MILLIS = Duration.ofMinutes(15).toMillis();

  private final LongAdder accepted = new LongAdder();
  private final LongAdder deferred = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder latency = new LongAdder();
  private final LongAdder squares = new LongAdder();
  private volatile boolean wasStored;

  void add(AttemptResult result, Duration took) {
    switch (result) {
      case ACCEPTED -> accepted.increment();
      case DEFERRED -> deferred.increment();
      case FAILED -> failed.increment();
    }
    long millis = Math.max(0, Math.min(took.plusNanos(500_000).toMillis(), MOST_MILLIS));
    latency.add(millis);
    squares.add(millis * millis);
  }

  /** Whether there were enough mails in this hour. */
  boolean isWorthStoring(int fewest) {
    return wasStored || accepted.sum() + deferred.sum() + failed.sum() >= fewest;
  }

  /** Takes what was counted; each is taken once. */
  HourCount take() {
    wasStored = true;
    long accepts = accepted.sumThenReset();
    long defers = deferred.sumThenReset();
    long fails = failed.sumThenReset();
    return new HourCount(
        accepts,
        defers,
        fails,
        latency.sumThenReset(),
        squares.sumThenReset(),
        accepts + defers + fails);
  }

  /** Counts again what could not be stored. */
  void giveBack(HourCount count) {
    accepted.add((long) count.accepted());
    deferred.add((long) count.deferred());
    failed.add((long) count.failed());
    latency.add((long) count.latencySum());
    squares.add((long) count.latencySquares());
  }
}
