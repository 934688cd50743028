package io.mailwright.routing.rate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** What became of the mails of each of the last minutes. Thread-safe, without a lock. */
final class MinuteRing {
  /** How many minutes are kept. */
  static final int MINUTES = 240;

  private static final long MILLIS = 60_000;

  /** How long that is. */
  static final long MILLIS_KEPT = MINUTES * MILLIS;

  private final AtomicReferenceArray<Cell> cells = new AtomicReferenceArray<>(MINUTES);

  private static final class Cell {
    final long minute;
    final LongAdder accepted = new LongAdder();
    final LongAdder deferred = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder latency = new LongAdder();

    Cell(long minute) {
      this.minute = minute;
    }

    RateMinute told() {
      long mails = accepted.sum();
      long answered = mails + deferred.sum() + failed.sum();
      return new RateMinute(
          Instant.ofEpochMilli(minute * MILLIS),
          mails,
          deferred.sum(),
          failed.sum(),
          Duration.ofMillis(answered == 0 ? 0 : latency.sum() / answered));
    }
  }

  void accepted(long now, long latency) {
    Cell cell = at(now);
    cell.accepted.increment();
    cell.latency.add(latency);
  }

  void deferred(long now, long latency) {
    Cell cell = at(now);
    cell.deferred.increment();
    cell.latency.add(latency);
  }

  void failed(long now, long latency) {
    Cell cell = at(now);
    cell.failed.increment();
    cell.latency.add(latency);
  }

  private Cell at(long now) {
    long minute = now / MILLIS;
    int place = (int) (minute % MINUTES);
    while (true) {
      Cell cell = cells.get(place);
      // One that is newer belongs to who reads the clock a moment later; its minute is close
      // enough.
      if (cell != null && cell.minute >= minute) {
        return cell;
      }
      Cell next = new Cell(minute);
      if (cells.compareAndSet(place, cell, next)) {
        return next;
      }
    }
  }

  /** The minutes in which there was anything, the oldest first. */
  List<RateMinute> told(long now) {
    long current = now / MILLIS;
    List<RateMinute> told = new ArrayList<>();
    for (long minute = Math.max(0, current - MINUTES + 1); minute <= current; minute++) {
      Cell cell = cells.get((int) (minute % MINUTES));
      if (cell != null && cell.minute == minute) {
        told.add(cell.told());
      }
    }
    return told;
  }
}
