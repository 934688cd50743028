package io.mailwright.feedback.event;

import java.util.HashMap;
import java.util.Map;

/** How much came back for campaigns, by kind. */
public final class FeedbackCounts {
  private final Map<Key, Count> counts = new HashMap<>();

  private record Key(long campaignId, FeedbackKind kind) {}

  /**
   * How many of a kind.
   *
   * @param recipients each counted once
   * @param events all of them
   */
  public record Count(long recipients, long events) {
    private static final Count NONE = new Count(0, 0);
  }

  void put(long campaignId, FeedbackKind kind, Count count) {
    counts.put(new Key(campaignId, kind), count);
  }

  /** Those of a campaign; zeros where nothing came back. */
  public Count of(long campaignId, FeedbackKind kind) {
    return counts.getOrDefault(new Key(campaignId, kind), Count.NONE);
  }
}
