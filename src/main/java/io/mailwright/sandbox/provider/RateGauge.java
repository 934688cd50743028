package io.mailwright.sandbox.provider;

import java.time.Duration;
import java.time.Instant;

/** How far one limit is used up. The site's lock guards it. */
final class RateGauge {
  private static final double ALMOST = 1 - 1e-6;

  private final RateLimit limit;
  // A bucket's room, or what a window has taken.
  private double mails;
  private Instant at;

  /** Unused, from this moment. */
  RateGauge(RateLimit limit, Instant now) {
    this.limit = limit;
    this.mails = limit.shape() == RateLimit.Shape.BUCKET ? limit.mails() : 0;
    this.at = now;
  }

  /** The same use under another limit; a bucket's room shrinks with it and does not grow. */
  RateGauge under(RateLimit other, Instant now, double factor) {
    RateGauge gauge = new RateGauge(other, now);
    if (other.shape() == limit.shape() && other.per().equals(limit.per())) {
      refresh(now, factor);
      gauge.mails =
          limit.shape() == RateLimit.Shape.BUCKET ? Math.min(mails, other.mails()) : mails;
    }
    return gauge;
  }

  /**
   * How long until it has room for a mail; zero if it has.
   *
   * @param factor by which the limit is larger or smaller at this hour, above 0
   */
  Duration wait(Instant now, double factor) {
    refresh(now, factor);
    if (limit.shape() == RateLimit.Shape.WINDOW) {
      return mails + 1 <= Math.max(1, limit.mails() * factor)
          ? Duration.ZERO
          : Duration.between(now, at.plus(limit.per()));
    }
    // A hair less counts as a whole, or a mail at the very moment would fail by rounding.
    return mails >= ALMOST
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil((1 - mails) / (perNano() * factor)));
  }

  /** Takes the room for a mail, after {@link #wait} answered zero for this moment. */
  void take() {
    mails += limit.shape() == RateLimit.Shape.WINDOW ? 1 : -1;
  }

  private void refresh(Instant now, double factor) {
    if (limit.shape() == RateLimit.Shape.WINDOW) {
      Instant begin = beginOfWindow(now);
      if (!begin.equals(at)) {
        at = begin;
        mails = 0;
      }
      return;
    }
    long passed = Duration.between(at, now).toNanos();
    if (passed > 0) {
      double most = Math.max(1, limit.mails() * factor);
      mails = Math.min(most, mails + passed * perNano() * factor);
      at = now;
    }
  }

  private double perNano() {
    return (double) limit.mails() / limit.per().toNanos();
  }

  private Instant beginOfWindow(Instant now) {
    long millis = limit.per().toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), millis) * millis);
  }
}
