package io.mailwright.feedback.feed;

import java.time.Duration;
import java.time.Instant;

/**
 * How old what is signed may be.
 *
 * @param now what the clock says
 * @param maxAge of the feed
 */
record Freshness(Instant now, Duration maxAge) {
  /** How far ahead the other's clock may be. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  void require(Instant signedAt) throws FeedRefusal {
    if (signedAt.isBefore(now.minus(maxAge)) || signedAt.isAfter(now.plus(AHEAD))) {
      throw new FeedRefusal(
          FeedRefusal.Kind.STALE,
          "signed at "
              + signedAt
              + (signedAt.isAfter(now)
                  ? ", which is in the future"
                  : ", which is longer ago than " + maxAge));
    }
  }
}
