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
   * @param isDone whether lanes and counts are ready
   */
  record Progress(long rows, long contacts, boolean isDone) {}

  /**
   * Takes the next slice; call until done. Each call is one transaction, and a crash repeats at
   * most one.
   *
   * @param listIds the campaign's lists, at least one
   * @param workers the campaign's workers: there will be at least twice as many lanes, but none
   *     under 50 rows
   */
  Progress nextSlice(long campaignId, List<Long> listIds, int workers);
}
