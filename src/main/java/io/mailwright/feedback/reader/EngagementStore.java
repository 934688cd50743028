package io.mailwright.feedback.reader;

import java.util.List;

/** Keeps what readers did, and its counts. Thread-safe; one transaction a call. */
interface EngagementStore {
  /** Adds visits, in the order in which they came. */
  void add(List<ReaderVisit> visits);

  /** Adds to what is in no count. */
  void addLost(long campaignId, long events);

  /** The counts of a campaign. */
  Engagement of(long campaignId);
}
