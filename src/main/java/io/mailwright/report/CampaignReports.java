package io.mailwright.report;

import java.util.List;

/** Makes reports of campaigns, from sums that are kept. */
public interface CampaignReports {
  /** The report of a campaign as it stands now. */
  CampaignReport of(long campaignId);

  /**
   * Its failures by what they have in common, the most frequent first; those that may be sent yet,
   * were left out or taken out are none.
   */
  List<CampaignReport.Reason> failures(long campaignId);
}
