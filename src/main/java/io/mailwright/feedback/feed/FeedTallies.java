package io.mailwright.feedback.feed;

import java.util.Collection;
import java.util.Map;

/** Keeps what came by feeds. Thread-safe. */
public interface FeedTallies {
  /** Those of feeds, by id; one by which nothing came has none. */
  Map<Long, FeedTally> of(Collection<Long> feedIds);

  /** Adds what a request brought; times and words replace what was there. */
  void add(long feedId, FeedTally more);
}
