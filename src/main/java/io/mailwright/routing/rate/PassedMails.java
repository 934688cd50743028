package io.mailwright.routing.rate;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many mails went through in each of the last seconds. A second and its count share one number,
 * so that counting takes no lock.
 */
final class PassedMails {
  /** The longest time that is looked back, in seconds. */
  static final int SECONDS = 60;

  private static final int CELLS = 64;
  private static final int COUNT_BITS = 24;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  private final AtomicLongArray cells = new AtomicLongArray(CELLS);

  /**
   * @param now milliseconds since 1970
   */
  void count(long now) {
    long second = now / 1000;
    int cell = (int) (second % CELLS);
    while (true) {
      long before = cells.get(cell);
      long after = before >>> COUNT_BITS == second ? before + 1 : (second << COUNT_BITS) + 1;
      if (cells.compareAndSet(cell, before, after)) {
        return;
      }
    }
  }

  /**
   * Mails a second over the last seconds; over the time since the first mail where that is shorter,
   * but at least a second.
   *
   * @param now milliseconds since 1970
   * @param seconds 1 to {@value #SECONDS}
   */
  double perSecond(long now, int seconds) {
    long current = now / 1000;
    long mails = 0;
    long first = current;
    for (long second = current - seconds; second <= current; second++) {
      long cell = cells.get((int) (second % CELLS));
      if (cell >>> COUNT_BITS == second && (cell & COUNT_MASK) > 0) {
        mails += cell & COUNT_MASK;
        first = Math.min(first, second);
      }
    }
    return mails / Math.max(1, (now - first * 1000) / 1000.0);
  }
}
