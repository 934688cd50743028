package io.mailwright.console.report;

import io.mailwright.console.campaign.HourChart;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.projection.Counts;
import io.mailwright.report.projection.Measure;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened in the course of time, as charts and tables show it. */
public final class ReportCharts {
  /** Somebody opens a mail again years later: what matters is the beginning. */
  private static final Duration MOST_OF_READERS = Duration.ofDays(31);

  private static final Duration MOST_HOURS = Duration.ofHours(72);

  private static final List<Measure> CAME_BACK =
      List.of(Measure.HARD_BOUNCES, Measure.SOFT_BOUNCES, Measure.COMPLAINTS, Measure.UNSUBSCRIBES);

  private ReportCharts() {}

  /** Hours in which servers answered. */
  static List<CampaignReport.Hour> answered(List<CampaignReport.Hour> hours) {
    return hours.stream()
        .filter(hour -> hour.sent() + hour.deferrals() + hour.failed() > 0)
        .toList();
  }

  /** What servers answered. */
  static HourChart sent(List<CampaignReport.Hour> hours, ZoneId zone) {
    return HourChart.of(answers(hours), zone);
  }

  /** The same of sums of days. */
  static HourChart sentByDay(List<CampaignReport.Hour> days, ZoneId zone) {
    return HourChart.ofDays(answers(days), zone);
  }

  private static List<HourChart.Hour> answers(List<CampaignReport.Hour> hours) {
    return hours.stream()
        .map(hour -> new HourChart.Hour(hour.start(), hour.sent(), hour.deferrals(), hour.failed()))
        .toList();
  }

  /** The first weeks of those in which something was read. */
  static List<CampaignReport.Hour> firstWeeks(List<CampaignReport.Hour> hours) {
    List<CampaignReport.Hour> read =
        hours.stream().filter(hour -> readers(hour.counts()) > 0).toList();
    Instant end = read.isEmpty() ? Instant.MAX : read.get(0).start().plus(MOST_OF_READERS);
    return read.stream().filter(hour -> hour.start().isBefore(end)).toList();
  }

  /**
   * First opens, first clicks, and what machines did of both: who clicks has mostly opened, too.
   */
  static HourChart readers(List<CampaignReport.Hour> hours, ZoneId zone) {
    return HourChart.beside(visits(hours), zone);
  }

  /** The same of sums of days. */
  static HourChart readersByDay(List<CampaignReport.Hour> days, ZoneId zone) {
    return HourChart.besideOfDays(visits(days), zone);
  }

  private static List<HourChart.Hour> visits(List<CampaignReport.Hour> hours) {
    return hours.stream()
        .map(
            hour ->
                new HourChart.Hour(
                    hour.start(),
                    hour.counts().of(Measure.OPENS),
                    hour.counts().of(Measure.CLICKS),
                    machines(hour.counts())))
        .toList();
  }

  private static long machines(Counts counts) {
    return counts.of(Measure.MACHINE_OPENS) + counts.of(Measure.MACHINE_CLICKS);
  }

  private static long readers(Counts counts) {
    return counts.of(Measure.OPENS) + counts.of(Measure.CLICKS) + machines(counts);
  }

  /**
   * Hours or days in which something happened, in the order of time.
   *
   * @param isDaily whether a row is a day
   */
  public record TimeLine(boolean isDaily, List<CampaignReport.Hour> rows) {}

  /** Bounces, complaints, unsubscribes: by hour, and by day where that would be too long. */
  static TimeLine cameBack(List<CampaignReport.Hour> hours, ZoneId zone) {
    List<CampaignReport.Hour> some =
        hours.stream()
            .filter(hour -> CAME_BACK.stream().anyMatch(kind -> hour.counts().of(kind) > 0))
            .toList();
    if (some.isEmpty()) {
      return new TimeLine(false, some);
    }
    Instant first = some.get(0).start();
    Instant last = some.get(some.size() - 1).start();
    if (Duration.between(first, last).compareTo(MOST_HOURS) < 0) {
      return new TimeLine(false, some);
    }
    Map<Instant, Counts> days = new TreeMap<>();
    some.forEach(
        hour ->
            days.merge(
                hour.start().atZone(zone).toLocalDate().atStartOfDay(zone).toInstant(),
                hour.counts(),
                Counts::plus));
    return new TimeLine(
        true,
        days.entrySet().stream()
            .map(day -> new CampaignReport.Hour(day.getKey(), day.getValue()))
            .toList());
  }
}
