package io.mailwright.routing.quota;

import java.time.Duration;
import java.util.Arrays;

/**
 * By how much later than their permits allow for mails of a quota are handed over, as a rule. Those
 * that need less wait for it, so that a receiver sees mails as far apart as their permits are;
 * those that need more count from when they come. It is what two of three of the last mails kept,
 * so that a few that took long, as the first ones do, change nothing. Thread-safe; microseconds.
 */
final class UsualDelay {
  /** The longest that it can be. */
  static final long LONGEST = QuotaRule.micros(Duration.ofMillis(500));

  /** It falls by this part of the time: in a window by half of what mails may come closer. */
  private static final int FALLS = 2 * QuotaRule.SLACKS_A_WINDOW;

  private static final int LAST_MAILS = 24;
  private static final int AS_A_RULE = 15;

  private final long[] delays = new long[LAST_MAILS];
  private int next;
  private boolean isFull;

  /** What the last mails needed; it comes down to it slowly. */
  private long needed;

  private long usual;
  private long fellAt;

  /**
   * Learns from a mail.
   *
   * @return under which number it is kept
   */
  synchronized int learn(long delay, long now) {
    int number = next;
    next = (next + 1) % LAST_MAILS;
    isFull |= next == 0;
    correct(number, delay, now);
    return number;
  }

  /** A mail needed more than was known when it was learned. */
  synchronized void correct(int number, long delay, long now) {
    delays[number] = delay;
    if (isFull) {
      long[] sorted = delays.clone();
      Arrays.sort(sorted);
      needed = Math.max(0, Math.min(LONGEST, sorted[AS_A_RULE]));
    }
    micros(now);
  }

  /** What holds now. Mails come closer to one another when it falls: by no more than is allowed. */
  synchronized long micros(long now) {
    if (needed >= usual) {
      usual = needed;
      fellAt = now;
    } else if (now - fellAt >= FALLS) {
      usual = Math.max(needed, usual - (now - fellAt) / FALLS);
      fellAt = now;
    }
    return usual;
  }
}
