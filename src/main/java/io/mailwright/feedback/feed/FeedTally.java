package io.mailwright.feedback.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * What came by a feed.
 *
 * @param taken events that changed something
 * @param repeated events that were told before
 * @param passedOver events that mean nothing here, such as deliveries
 * @param malformed events or requests that could not be read
 * @param forged requests that were not signed by whom they should be
 * @param stale requests that were too old
 * @param lastAt when the last good request came
 * @param lastEvent what it told last
 * @param lastRefusedAt when the last request or event was refused
 * @param lastRefusal why
 */
public record FeedTally(
    long taken,
    long repeated,
    long passedOver,
    long malformed,
    long forged,
    long stale,
    Optional<Instant> lastAt,
    Optional<String> lastEvent,
    Optional<Instant> lastRefusedAt,
    Optional<String> lastRefusal) {
  /** Of a feed by which nothing came. */
  public static final FeedTally NONE =
      new FeedTally(
          0, 0, 0, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Requests and events of which nothing was done. */
  public long refused() {
    return malformed + forged + stale;
  }
}
