package io.mailwright.routing.quota;

import java.time.Duration;

/**
 * By how much later than their permits allow for mails of a quota are handed over, as a rule. Most
 * need less and wait for it, so that a receiver sees them as far apart as their permits are; the
 * few that need more count from when they come. Guarded by its meter; microseconds.
 */
final class UsualDelay {
  /** Hardly any mail is to need more: it rises faster than it falls. */
  private static final int RISES = 4;

  private static final int FALLS = 64;

  /** When it falls, mails come closer to one another: within a window by its 200th at most. */
  private static final int SLOWEST_FALL = 200;

  /** What takes longer is no rule: the begin, and what waits for something else. */
  private static final int PARTS_OF_A_WINDOW = 10;

  private static final long LONGEST = QuotaRule.micros(Duration.ofMillis(500));

  private long usual;
  private long learnedAt;

  /** Learns from a mail that is ready, and tells what holds for it. */
  long learn(long delay, long window, long now) {
    long seen = Math.max(0, Math.min(delay, Math.min(LONGEST, window / PARTS_OF_A_WINDOW)));
    if (seen > usual) {
      usual += (seen - usual) / RISES;
    } else {
      long fall = (usual - seen + FALLS - 1) / FALLS;
      usual -= Math.min(fall, Math.max(0, now - learnedAt) / SLOWEST_FALL);
    }
    learnedAt = now;
    return usual;
  }

  /** What holds now. */
  long usual() {
    return usual;
  }
}
