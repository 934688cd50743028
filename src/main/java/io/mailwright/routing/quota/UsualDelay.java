package io.mailwright.routing.quota;

import java.time.Duration;
import java.util.Arrays;

/**
 * By how much later than their permits allow for mails of a quota are handed over, as a rule. Those
 * that need less wait for it, so that a receiver sees mails as far apart as their permits are;
 * those that need more count from when they come. It is what two of three of the last mails kept,
 * or a little more if that is what nine of ten did: so a few that took long, as the first ones do,
 * or many in a bad moment, change nothing. Thread-safe; microseconds.
 */
final class UsualDelay {
  /** The longest that it can be. */
  static final long LONGEST = QuotaRule.micros(Duration.ofMillis(500));

  /** It falls by this part of the time, which costs as much of the quota. */
  private static final int FALLS = 8 * QuotaRule.LEASES_A_WINDOW;

  /** What the first mails of a server needed is far too much soon. */
  private static final long FAR_TOO_MUCH = QuotaRule.micros(Duration.ofMillis(50));

  private static final long FOR_SO_LONG = QuotaRule.micros(Duration.ofSeconds(3));

  /**
   * To come down at once costs as much of the quota as it comes down by: no more than this part.
   */
  private static final int COSTS = 200;

  /** To wait for so much longer costs nobody anything. */
  private static final long LITTLE = QuotaRule.micros(Duration.ofMillis(20));

  /** All of the last seconds count, and at least so many. */
  private static final int LAST_MAILS = 24;

  private static final long LAST_TIME = QuotaRule.micros(Duration.ofSeconds(3));
  private static final int MOST_MAILS = 256;
  private static final long RECKONS_EVERY = QuotaRule.micros(Duration.ofMillis(2));

  private final long[] delays = new long[MOST_MAILS];
  private final long[] learnedAt = new long[MOST_MAILS];
  private int next;
  private int known;
  private long reckonedAt;

  /** What the last mails needed; it comes down to it slowly. */
  private long needed;

  private long usual;
  private long fellAt;
  private long justRightAt;
  private long cameDownAt = Long.MIN_VALUE / 2;

  /**
   * Learns from a mail.
   *
   * @return under which number it is kept
   */
  synchronized int learn(long delay, long now) {
    int number = next;
    learnedAt[number] = now;
    next = (next + 1) % MOST_MAILS;
    known = Math.min(known + 1, MOST_MAILS);
    correct(number, delay, now);
    return number;
  }

  /** A mail needed more than was known when it was learned. */
  synchronized void correct(int number, long delay, long now) {
    delays[number] = delay;
    if (known >= LAST_MAILS && now - reckonedAt >= RECKONS_EVERY) {
      reckonedAt = now;
      needed = Math.max(0, Math.min(LONGEST, asARule(last(now))));
    }
    micros(now);
  }

  private static long asARule(long[] mails) {
    Arrays.sort(mails);
    long twoOfThree = mails[(mails.length * 2 - 1) / 3];
    long nineOfTen = mails[(mails.length * 9 - 1) / 10];
    return Math.min(nineOfTen, twoOfThree + LITTLE);
  }

  private long[] last(long now) {
    long[] last = new long[known];
    int mails = 0;
    while (mails < known) {
      int number = Math.floorMod(next - 1 - mails, MOST_MAILS);
      if (mails >= LAST_MAILS && now - learnedAt[number] > LAST_TIME) {
        break;
      }
      last[mails] = delays[number];
      mails++;
    }
    return Arrays.copyOf(last, mails);
  }

  /** What holds now. When it falls, mails are due sooner, and some of the quota is lost to that. */
  synchronized long micros(long now) {
    if (usual - needed < FAR_TOO_MUCH) {
      justRightAt = now;
    }
    if (needed >= usual) {
      usual = needed;
      fellAt = now;
    } else if (isToComeDown(now)) {
      usual = needed;
      fellAt = now;
      justRightAt = now;
      cameDownAt = now;
    } else if (now - fellAt >= FALLS) {
      usual = Math.max(needed, usual - (now - fellAt) / FALLS);
      fellAt = now;
    }
    return usual;
  }

  /** It has been far more than the last mails needed for some time. */
  private boolean isToComeDown(long now) {
    return now - justRightAt >= FOR_SO_LONG && (now - cameDownAt) / COSTS >= usual - needed;
  }
}
