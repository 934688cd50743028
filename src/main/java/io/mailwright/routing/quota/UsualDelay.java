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
  private static final int LAST_MAILS = 24;
  private static final int AS_A_RULE = 15;
  private static final long LONGEST = QuotaRule.micros(Duration.ofMillis(500));

  private final long[] delays = new long[LAST_MAILS];
  private int learned;
  private long usual;
  private long fellAt;

  /**
   * Learns from a mail that may be handed over.
   *
   * @param slowness by what part of the time it may fall: mails come closer to one another then
   */
  synchronized void learn(long delay, int slowness, long now) {
    delays[learned % LAST_MAILS] = delay;
    learned++;
    if (learned < LAST_MAILS) {
      return;
    }
    long[] sorted = delays.clone();
    Arrays.sort(sorted);
    long seen = Math.max(0, Math.min(LONGEST, sorted[AS_A_RULE]));
    if (seen >= usual) {
      usual = seen;
      fellAt = now;
    } else if (now - fellAt >= slowness) {
      usual = Math.max(seen, usual - (now - fellAt) / slowness);
      fellAt = now;
    }
  }

  /** What holds now; at most half a second. */
  synchronized long micros() {
    return usual;
  }
}
