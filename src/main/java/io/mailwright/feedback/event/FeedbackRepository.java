package io.mailwright.feedback.event;

import java.util.Collection;

/** Keeps what came back, and its counts by campaign. Thread-safe. */
public interface FeedbackRepository {
  /**
   * Records an event with its count, in a transaction of its own.
   *
   * @return whether it was new
   */
  boolean record(FeedbackEvent event);

  /** The counts of campaigns; nothing stands for those and those kinds that have none. */
  FeedbackCounts counts(Collection<Long> campaignIds);
}
