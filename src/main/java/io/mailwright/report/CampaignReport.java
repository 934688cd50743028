package io.mailwright.report;

import io.mailwright.delivery.ledger.DeliveryCounts;
import java.time.Instant;
import java.util.List;

/**
 * What became of a campaign.
 *
 * @param deferredAndSent rows that were deferred at least once and are sent
 * @param topErrors the most frequent replies of failed and expired rows, most frequent first
 */
public record CampaignReport(
    long campaignId,
    DeliveryCounts counts,
    long deferredAndSent,
    List<Line> bySite,
    List<Line> byServer,
    List<Hour> byHour,
    List<Reason> topErrors) {
  /**
   * Counts of one site or server.
   *
   * @param name as quotas and rates name it
   * @param displayName what people call it
   */
  public record Line(
      String name, String displayName, long sent, long deferred, long failed, long inDoubt) {
    Line plus(Line other) {
      return new Line(
          name,
          displayName,
          sent + other.sent,
          deferred + other.deferred,
          failed + other.failed,
          inDoubt + other.inDoubt);
    }
  }

  /** Mails accepted within one hour. */
  public record Hour(Instant start, long sent) {}

  /**
   * A reply or reason with its frequency.
   *
   * @param text with an ellipsis for each address, id and number that differs from mail to mail
   */
  public record Reason(String state, String text, long count) {}
}
