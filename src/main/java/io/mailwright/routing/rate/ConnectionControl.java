package io.mailwright.routing.rate;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How many connections one site takes by one route. Free until it refuses one while others stand;
 * from then on as many as those. One more is tried after a while; if that is refused too, the next
 * try comes after twice the time, and sooner again once it stands. If none stands, a refusal says
 * nothing about how many, and all wait.
 *
 * <p>Thread-safe. Times are milliseconds since 1970.
 */
final class ConnectionControl {
  static final int FREE = Integer.MAX_VALUE;

  private static final long SHORTEST_WAIT = Duration.ofSeconds(30).toMillis();
  private static final long LONGEST_WAIT = Duration.ofMinutes(30).toMillis();
  private static final long ASK_AGAIN = 1000;
  private static final long LONGEST_HINT = Duration.ofHours(24).toMillis();
  private static final long LONGEST_PAUSE = Duration.ofMinutes(5).toMillis();

  private int open;
  private int standing;
  private int most = FREE;
  private long wait = SHORTEST_WAIT;
  private long growAt;
  private boolean probing;
  private int refusedInARow;
  private long cutAt;
  private long pausedUntil;

  /**
   * Takes a place for one connection.
   *
   * @return 0 if it may be opened now; otherwise when to ask again
   */
  synchronized long mayConnect(long now, boolean isSlow) {
    if (now < pausedUntil) {
      return pausedUntil;
    }
    if (open >= most) {
      if (now < growAt || isSlow) {
        return Math.max(now + ASK_AGAIN, Math.min(growAt, now + SHORTEST_WAIT));
      }
      most++;
      probing = true;
      growAt = now + wait;
    }
    open++;
    return 0;
  }

  /** The connection stands. */
  synchronized void connected() {
    refusedInARow = 0;
    standing = Math.min(open, standing + 1);
    if (probing && open >= most) {
      probing = false;
      wait = Math.max(SHORTEST_WAIT, wait / 2);
    }
  }

  /** A connection that stood is gone, or its place is not used. */
  synchronized void closed() {
    open = Math.max(0, open - 1);
    standing = Math.min(open, standing);
  }

  /**
   * The place got no connection: the site refused it.
   *
   * @param hint how long it asks to be left alone; 0 if it does not say
   */
  synchronized void refused(long now, long hint) {
    closed();
    pausedUntil = Math.max(pausedUntil, now + Math.min(hint, LONGEST_HINT));
    if (standing > 0) {
      cut(now, open);
    } else if (now >= pausedUntil) {
      pausedUntil = now + Math.min(LONGEST_PAUSE, 1000L << Math.min(20, refusedInARow));
      refusedInARow++;
    }
  }

  /**
   * A connection that stands was told that there are too many; it has yet to be closed.
   *
   * @param hint how long the site asks to be left alone; 0 if it does not say
   */
  synchronized void tooMany(long now, long hint) {
    pausedUntil = Math.max(pausedUntil, now + Math.min(hint, LONGEST_HINT));
    if (now - cutAt >= ASK_AGAIN) {
      cut(now, open - 1);
    }
  }

  private void cut(long now, int stand) {
    boolean isNews = now - cutAt >= ASK_AGAIN;
    if (isNews && most != FREE) {
      wait = Math.min(LONGEST_WAIT, 2 * wait);
    }
    cutAt = isNews ? now : cutAt;
    most = Math.max(1, Math.min(most, stand));
    probing = false;
    growAt = now + wait;
  }

  /** The most at the same time; {@link #FREE} if the site never refused one. */
  synchronized int most() {
    return most;
  }

  /** As {@link #most}, empty if there is no limit. */
  OptionalInt allowed() {
    int now = most();
    return now == FREE ? OptionalInt.empty() : OptionalInt.of(now);
  }

  /** Puts back what was stored. */
  synchronized void remember(int stored, long now) {
    most = stored;
    growAt = now + wait;
  }

  /** How many are open, places included. */
  synchronized int open() {
    return open;
  }
}
