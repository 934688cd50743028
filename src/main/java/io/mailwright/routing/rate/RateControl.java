package io.mailwright.routing.rate;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * The rate of one site and route. Free until the site first throttles; then additive increase and
 * multiplicative decrease, with what the site really let through as its measure:
 *
 * <ul>
 *   <li>A refused mail that was begun after the last decrease is news; those begun before are
 *       answers to the old rate, and change nothing.
 *   <li>The new limit is what went through since the last decrease, or lately if that is clearly
 *       more. Between two refusals a site lets through what it allows, whatever it saves up.
 *   <li>A decrease is followed by a short pause, in which what is under way is answered. If the
 *       next mails are refused again, pauses double, and the limit falls only on the evidence of
 *       mails that did go through: a site that refuses everything says nothing about a rate. Where
 *       the site asks for a pause, it recovers in that, and the rate begins nearer to the limit.
 *   <li>Then {@link GrowthCurve}. It stands still while nobody wants more, and while answers are
 *       slow.
 * </ul>
 *
 * <p>Thread-safe; while free, a question costs the reading of one volatile field. Times are
 * milliseconds since 1970.
 */
final class RateControl {
  /** What is always tried: one mail a minute. */
  static final double LEAST_PER_SECOND = 1.0 / 60;

  /** The first guess at a site that took nothing yet, mails a second: it says nothing of itself. */
  private static final double GUESS_PER_SECOND = 1;

  private static final double FIRST_CUT = 0.5;
  private static final double CUT = 0.85;
  private static final double CUT_AGAIN = 0.7;
  private static final double CUT_AFTER_A_PAUSE = 0.97;
  private static final double SURE = 0.75;
  private static final double CLEARLY_MORE = 1.3;
  private static final double A_LITTLE_MORE = 1.08;
  private static final long AFTER_A_PAUSE = 3;
  private static final int EVIDENCE_MAILS = 5;
  private static final double EVIDENCE_SECONDS = 1;
  private static final double BURST_SECONDS = 0.1;
  private static final long STEP = 250;
  private static final double LONGEST_STAGGER = 250;
  private static final long QUIET = Duration.ofMinutes(1).toMillis();
  private static final long FIRST_PAUSE = 500;
  private static final long LONGEST_PAUSE = Duration.ofMinutes(15).toMillis();
  private static final long LONGEST_HINT = Duration.ofHours(24).toMillis();
  private static final long FIRST_QUOTA_PAUSE = Duration.ofHours(1).toMillis();
  private static final long LONGEST_QUOTA_PAUSE = Duration.ofHours(12).toMillis();

  /** Whether there is a limit or a pause. */
  private volatile boolean shaping;

  private final PassedMails passed;
  private final LatencyWatch latency = new LatencyWatch();

  private boolean limited;
  private GrowthCurve curve = new GrowthCurve(1, 1, true);
  private long curveFrom;
  private double permits;
  private long permitsAt;
  private long pausedUntil;
  private boolean asked;
  private int again;
  private int quotaHits;
  private long cutAt = Long.MIN_VALUE;
  private long evidenceFrom;
  private long evidence;
  private boolean passedSinceCut;
  private boolean wanted;

  /** How many were told to come back since the last permit: each at another moment. */
  private int told;

  private long steppedAt;
  private long usedAt;

  RateControl(PassedMails passed) {
    this.passed = passed;
  }

  /** Whether nothing is held back. */
  boolean isFree() {
    return !shaping;
  }

  /**
   * Takes the permit for one mail.
   *
   * @return 0 if it may go now; otherwise when to ask again
   */
  long take(long now) {
    return shaping ? takeShaped(now) : 0;
  }

  private synchronized long takeShaped(long now) {
    if (now < pausedUntil) {
      return pausedUntil;
    }
    if (!limited) {
      return 0;
    }
    grow(now);
    fill(now);
    usedAt = now;
    if (permits >= 1) {
      permits--;
      told = 0;
      return 0;
    }
    wanted = true;
    double spacing = 1000 / rateAt(now);
    double later = Math.min(LONGEST_STAGGER, told * spacing);
    told++;
    return now + Math.max(1, (long) Math.ceil((1 - permits) * spacing + later));
  }

  /** A permit was not used. */
  void giveBack() {
    if (shaping) {
      synchronized (this) {
        permits++;
      }
    }
  }

  /** Lets the curve stand still for the time in which it should. */
  private void grow(long now) {
    if (now - usedAt > QUIET && now > curveFrom) {
      curveFrom = now;
      steppedAt = now;
    }
    long step = now - steppedAt;
    if (step >= STEP) {
      if ((!wanted || latency.isSlow()) && now > curveFrom) {
        curveFrom += Math.min(step, now - curveFrom);
      }
      wanted = false;
      steppedAt = now;
    }
  }

  private void fill(long now) {
    if (now > permitsAt) {
      double rate = rateAt(now);
      double most = Math.max(1, rate * BURST_SECONDS);
      permits = Math.min(most, permits + rate * (now - permitsAt) / 1000.0);
      permitsAt = now;
    }
  }

  private double rateAt(long now) {
    return Math.max(LEAST_PER_SECOND, curve.at((now - curveFrom) / 1000.0));
  }

  /** The site answered a mail without throttling it. */
  void passed(long now, long begun) {
    if (shaping) {
      synchronized (this) {
        latency.add(now - begun);
        quotaHits = 0;
        if (begun >= evidenceFrom) {
          evidence++;
        }
        passedSinceCut |= begun >= cutAt;
      }
    }
  }

  /**
   * The site refused a mail as too many.
   *
   * @param hint how long it asks to be left alone; 0 if it does not say
   */
  synchronized void throttled(long now, long begun, long hint) {
    if (!limited || begun >= cutAt) {
      decrease(now, begun, hint);
    }
    if (hint > 0) {
      pause(now + Math.min(hint, LONGEST_HINT));
      asked = true;
    }
    shaping = true;
  }

  private void decrease(long now, long begun, long hint) {
    long pause;
    if (!limited) {
      limited = true;
      again = 0;
      double seen = passed.perSecond(now, 5);
      double limit = seen > 0 ? Math.max(LEAST_PER_SECOND, seen) : GUESS_PER_SECOND;
      curve = new GrowthCurve(limit, FIRST_CUT, false);
      pause = latency.feedbackMillis();
      learnFrom(now);
    } else {
      double inForce = rateAt(begun);
      boolean isAgain = begun < pausedUntil + (long) (curve.returnSeconds() * 1000);
      again = isAgain ? again + 1 : 0;
      double seconds = (now - evidenceFrom) / 1000.0;
      if (passedSinceCut && evidence >= EVIDENCE_MAILS && seconds >= EVIDENCE_SECONDS) {
        double limit = Math.min(inForce, letThrough(now, inForce, seconds));
        boolean isSure = !isAgain || limit > SURE * inForce;
        curve = new GrowthCurve(Math.max(LEAST_PER_SECOND, limit), start(isAgain, hint), isSure);
      } else {
        double start = CUT_AGAIN * inForce / curve.limit();
        curve = new GrowthCurve(curve.limit(), Math.max(0.001, Math.min(1, start)), false);
      }
      pause =
          isAgain
              ? Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(20, again - 1))
              : latency.feedbackMillis();
      if (!isAgain || !passedSinceCut) {
        learnFrom(now);
      }
    }
    cutAt = now;
    passedSinceCut = false;
    usedAt = now;
    asked = false;
    pause(now + pause);
  }

  /** In a pause that it asks for the site recovers; without one it is to recover by fewer mails. */
  private static double start(boolean isAgain, long hint) {
    if (hint >= FIRST_PAUSE) {
      return isAgain ? CUT : CUT_AFTER_A_PAUSE;
    }
    return isAgain ? CUT_AGAIN : CUT;
  }

  /**
   * What the site let through since the last decrease. Between two refusals that is what it allows,
   * less what it would have allowed and was not asked for: so a little more. What went through
   * lately counts if it is clearly more, and no pause is near, in which the site saved up.
   */
  private double letThrough(long now, double inForce, double seconds) {
    double since = evidence / seconds;
    int window = (int) Math.max(5, Math.min(PassedMails.SECONDS, 20 / inForce));
    if (now - pausedUntil > AFTER_A_PAUSE * window * 1000) {
      double lately = passed.perSecond(now, window);
      if (lately > CLEARLY_MORE * since) {
        return lately;
      }
    }
    return Math.min((since + inForce) / 2, A_LITTLE_MORE * since);
  }

  private void learnFrom(long now) {
    evidenceFrom = now;
    evidence = 0;
  }

  private void pause(long until) {
    pausedUntil = Math.max(pausedUntil, until);
    curveFrom = pausedUntil;
    permitsAt = pausedUntil;
    steppedAt = pausedUntil;
    permits = pausedUntil - cutAt >= 1000 ? 1 : 0;
  }

  /**
   * The day's quota is used up.
   *
   * @param hint how long the site asks to be left alone; 0 if it does not say
   */
  synchronized void quotaUsed(long now, long hint) {
    if (now >= pausedUntil) {
      long grown = Math.min(LONGEST_QUOTA_PAUSE, FIRST_QUOTA_PAUSE << Math.min(10, quotaHits));
      quotaHits++;
      cutAt = now;
      pause(now + (hint > 0 ? Math.min(hint, LONGEST_HINT) : grown));
      asked = true;
    }
    shaping = true;
  }

  /**
   * The site takes nothing from there, which says nothing about a rate.
   *
   * @param rest how long it is to be left alone
   */
  synchronized void refused(long now, long rest) {
    if (now >= pausedUntil) {
      cutAt = now;
      pause(now + Math.min(rest, LONGEST_HINT));
      asked = false;
    }
    shaping = true;
  }

  /** Mails a second that are allowed now; empty if there is no limit. */
  synchronized OptionalDouble perSecond(long now) {
    if (!limited) {
      return OptionalDouble.empty();
    }
    grow(now);
    return OptionalDouble.of(rateAt(now));
  }

  /** Mails a second that the site was seen to take; empty if there is no limit. */
  synchronized OptionalDouble learned(long now) {
    if (!limited) {
      return OptionalDouble.empty();
    }
    grow(now);
    return OptionalDouble.of(Math.max(curve.limit(), rateAt(now)));
  }

  /** When the pause ends, or ended. */
  synchronized long pausedUntil() {
    return pausedUntil;
  }

  /** Whether the site itself asked for the pause. */
  synchronized boolean isPauseAsked() {
    return asked;
  }

  /** Whether answers are slow. */
  synchronized boolean isSlow() {
    return latency.isSlow();
  }

  /**
   * Puts back what was stored.
   *
   * @param limit mails a second, more than 0; empty for none
   * @param paused when the pause ends; one that is over is none
   */
  synchronized void remember(OptionalDouble limit, long paused, boolean wasAsked, long now) {
    limited = limit.isPresent();
    if (limited) {
      curve = new GrowthCurve(Math.max(LEAST_PER_SECOND, limit.getAsDouble()), CUT, true);
      learnFrom(now);
    }
    cutAt = now;
    usedAt = now;
    pause(Math.max(now, paused));
    asked = wasAsked;
    shaping = limited || paused > now;
  }
}
