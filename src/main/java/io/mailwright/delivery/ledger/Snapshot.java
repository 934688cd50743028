package io.mailwright.delivery.ledger;

import java.util.List;

/**
 * Fixes who a campaign goes to: set-based, in slices that can be restarted, one row a normalised
 * address. Suppressed recipients get a row too, with the reason.
 */
public interface Snapshot {
  /**
   * How far a snapshot is.
   *
   * @param rows recipients that have a row so far
   * @param contacts contacts of the lists when it began; more than the rows in the end where an
   *     address is in several lists
   * @param hasMore whether slices are left that nobody is writing
   * @param isDone whether lanes and counts are ready
   */
  record Progress(long rows, long contacts, boolean hasMore, boolean isDone) {}

  /**
   * Begins, takes the next slice, or brings it to its end; call until done. Each call is one
   * transaction, and a crash repeats no more than those. When the first call has returned, several
   * threads may call.
   *
   * @param listIds the campaign's lists, at least one
   * @param workers the campaign's workers: there will be at least twice as many lanes, but none
   *     under 50 rows
   */
  Progress nextSlice(long campaignId, List<Long> listIds, int workers);

  /** Whether it has come to its end; until then a run would send to a part only. */
  boolean isDone(long campaignId);

  /** How many threads write its slices in less time than one would. */
  int threads();
}
