package io.mailwright.report;

/** Makes reports from the ledger. */
public interface CampaignReports {
  /** The report of a campaign as it stands now. */
  CampaignReport of(long campaignId);
}
