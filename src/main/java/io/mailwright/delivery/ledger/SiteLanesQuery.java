package io.mailwright.delivery.ledger;

import java.util.List;

/** Reads how far campaigns are at each site; changes nothing. */
public interface SiteLanesQuery {
  /**
   * The sites of a campaign, those with most recipients first. Costs two statements over its lanes,
   * and a third over recipients only if those in shared lanes are few.
   */
  List<SiteLanes> of(long campaignId);
}
