package io.mailwright.operations.notice;

import io.mailwright.report.CampaignReport;
import java.util.List;

/**
 * What failed in a campaign, as a notice tells it.
 *
 * @param reasons the most frequent, with their counts
 * @param total failures, with what expired and what is in doubt
 * @param listed how many of them the file holds
 * @param csv the file, in UTF-8; empty if nothing failed
 */
public record FailureList(
    List<CampaignReport.Reason> reasons, long total, long listed, byte[] csv) {
  /** Nothing failed. */
  public static final FailureList NONE = new FailureList(List.of(), 0, 0, new byte[0]);

  public FailureList {
    reasons = List.copyOf(reasons);
  }
}
