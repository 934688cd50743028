package io.mailwright.feedback.event;

import java.util.Collection;
import java.util.Optional;

/** Keeps what came back, and its counts by campaign. Thread-safe. */
public interface FeedbackRepository {
  /**
   * Records an event with its count, in a transaction of its own.
   *
   * @return whether it was new
   */
  boolean record(FeedbackEvent event);

  /** The event of this identity. */
  Optional<FeedbackEvent> find(String identity);

  /**
   * Takes an event back with its count: it was misunderstood.
   *
   * @return the event, to be recorded again if that was wrong; empty if there is none
   */
  Optional<FeedbackEvent> retract(String identity);

  /** The counts of campaigns; nothing stands for those and those kinds that have none. */
  FeedbackCounts counts(Collection<Long> campaignIds);
}
