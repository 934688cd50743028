package io.mailwright.report;

import io.mailwright.report.advice.Advice;
import io.mailwright.report.projection.Counts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What happened in some days, over all campaigns. A mail counts on the day when its server
 * answered, and what came back on the day when that happened.
 *
 * @param before the same number of days just before, to compare with
 * @param asOf when the campaign that is furthest behind was counted; empty if none was
 * @param campaigns those with most answers first
 * @param topReplies of the campaigns shown, with all that they ever got
 * @param bounces what was said of their mails that came back
 * @param worstDomains of the campaigns shown, with all of their mails
 * @param isReadCounted whether any of the campaigns asks for opens or clicks, or some were told of
 */
public record OverallReport(
    DayRange range,
    Optional<Instant> asOf,
    Counts totals,
    Counts before,
    List<CampaignLine> campaigns,
    List<CampaignReport.Line> bySite,
    List<CampaignReport.Line> byRoute,
    List<TemplateLine> byTemplate,
    List<Day> byDay,
    List<HourOfDay> byHourOfDay,
    List<CampaignReport.Hour> byHour,
    List<CampaignReport.Cause> causes,
    List<CampaignReport.Reply> topReplies,
    List<CampaignReport.Reply> bounces,
    List<CampaignReport.Line> worstDomains,
    List<Advice> advice,
    boolean isReadCounted) {
  /** A campaign's part. */
  public record CampaignLine(long id, String name, String state, Counts counts) {}

  /** What was sent of a version of a template. */
  public record TemplateLine(TemplateUse template, int campaigns, Counts counts) {}

  /** A day by the range's zone. */
  public record Day(LocalDate date, Counts counts) {}

  /** All that fell into an hour of a day, 0 to 23, by the range's zone. */
  public record HourOfDay(int hour, Counts counts) {}

  /** Whether nothing happened. */
  public boolean isEmpty() {
    return campaigns.isEmpty();
  }
}
