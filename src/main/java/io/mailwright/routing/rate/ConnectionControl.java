package io.mailwright.routing.rate;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How many connections one site takes by one route, or one server. Free until one is refused while
 * others are open; from then on as many as those. One more is tried after a while; if that is
 * refused too, the next try comes after twice the time, and sooner again once it stands. A refusal
 * that leaves none open says nothing about how many: all wait, and what the refusals right before
 * it seemed to say is forgotten, for that was somebody on the way down.
 *
 * <p>Thread-safe. Times are milliseconds since 1970.
 */
final class ConnectionControl {
  static final int FREE = Integer.MAX_VALUE;

  private static final long SHORTEST_WAIT = Duration.ofSeconds(30).toMillis();
  private static final long LONGEST_WAIT = Duration.ofMinutes(30).toMillis();

  /** Refusals that follow each other within this time are one piece of news. */
  private static final long NEWS = 1000;

  /** Refusals within this time before one that leaves none open were the way down. */
  private static final long GOING_DOWN = Duration.ofMinutes(1).toMillis();

  /** So soon that a campaign that waits keeps its turn at the next place. */
  static final long ASK_AGAIN = 200;

  private static final long FIRST_PAUSE = 1000;
  private static final long LONGEST_HINT = Duration.ofHours(24).toMillis();
  private static final long LONGEST_PAUSE = Duration.ofMinutes(5).toMillis();

  private int open;
  private volatile int most = FREE;
  private int mostBefore = FREE;
  private long wait = SHORTEST_WAIT;
  private long growAt;
  private boolean probing;
  private int refusedInARow;
  private long cutAt = Long.MIN_VALUE / 2;
  private long pausedUntil;

  /**
   * Takes a place for one connection.
   *
   * @return 0 if it may be opened now; otherwise when to ask again
   */
  synchronized long mayConnect(long now, boolean isSlow) {
    if (now < pausedUntil) {
      // Those that are open go on, and a place of theirs may come free.
      return open == 0 ? pausedUntil : Math.min(pausedUntil, now + ASK_AGAIN);
    }
    if (open >= most) {
      if (now < growAt || isSlow) {
        return now + ASK_AGAIN;
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
    if (probing && open >= most) {
      probing = false;
      wait = Math.max(SHORTEST_WAIT, wait / 2);
    }
  }

  /** A connection that stood is gone, or its place is not used. */
  synchronized void closed() {
    open = Math.max(0, open - 1);
  }

  /**
   * The connection was refused, or told that there are too many: its place is given back.
   *
   * @param hint how long to be left alone, as was asked for; 0 if it was not
   * @return whether others are open
   */
  synchronized boolean refused(long now, long hint) {
    closed();
    pausedUntil = Math.max(pausedUntil, now + Math.min(hint, LONGEST_HINT));
    if (open > 0) {
      cut(now);
      return true;
    }
    if (now - cutAt < GOING_DOWN) {
      most = mostBefore;
    }
    if (now >= pausedUntil) {
      pausedUntil = now + Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(20, refusedInARow));
      refusedInARow++;
    }
    return false;
  }

  private void cut(long now) {
    if (now - cutAt >= GOING_DOWN) {
      mostBefore = most;
    }
    if (now - cutAt >= NEWS) {
      if (most != FREE) {
        wait = Math.min(LONGEST_WAIT, 2 * wait);
      }
      cutAt = now;
    }
    most = Math.min(most, open);
    probing = false;
    growAt = now + wait;
  }

  /** The most at the same time; {@link #FREE} if none was ever refused. */
  int most() {
    return most;
  }

  /** The same with the one that may be tried now. */
  synchronized int mostNow(long now) {
    return most == FREE || now < growAt ? most : most + 1;
  }

  /** When one more is tried. */
  synchronized long growAt() {
    return Math.max(growAt, pausedUntil);
  }

  /** Whether nobody connects now. */
  synchronized boolean isPaused(long now) {
    return now < pausedUntil;
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
