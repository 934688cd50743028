package io.mailwright.console.report;

import io.mailwright.console.Attempt;
import io.mailwright.console.Zone;
import io.mailwright.console.campaign.HourChart;
import io.mailwright.kernel.error.Require;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.DayRange;
import io.mailwright.report.Funnel;
import io.mailwright.report.OverallReport;
import io.mailwright.report.OverallReports;
import io.mailwright.report.projection.Counts;
import io.mailwright.report.projection.Measure;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** What happened over all campaigns in some days, in the visitor's zone. */
@Named("reportsPage")
@RequestScoped
public class ReportsPage {
  private static final int USUAL_DAYS = 30;

  /** That many days are shown by hour. */
  private static final int FEW_DAYS = 3;

  @Inject private OverallReports reports;
  @Inject private Zone zone;
  @Inject private Attempt attempt;

  private String from;
  private String to;
  private OverallReport report;
  private boolean isRefused;

  /** Reads the range; a wrong one is refused and stays in the form, without a report. */
  public void load() {
    isRefused =
        !attempt.withInputs("").run(() -> report = reports.of(range(from, to, zone.id(), today())));
    if (isRefused) {
      report = reports.of(range(null, null, zone.id(), today()));
    }
  }

  /** Whether the range is to be mended first. */
  public boolean isRefused() {
    return isRefused;
  }

  /** What stands in the field of the first day. */
  public String getTypedFrom() {
    return isRefused ? from : getReport().range().from().toString();
  }

  /** What stands in the field of the last day. */
  public String getTypedTo() {
    return isRefused ? to : getReport().range().to().toString();
  }

  /** The field for what was typed: one for days would not show what is none. */
  public String input(String typed) {
    if (typed == null || typed.isBlank()) {
      return "date";
    }
    try {
      DayRange.day(typed.strip());
      return "date";
    } catch (DateTimeException e) {
      return "text";
    }
  }

  /**
   * The days from one on to another; the last thirty unless given.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  static DayRange range(String from, String to, ZoneId zone, LocalDate today) {
    LocalDate last = to == null || to.isBlank() ? today : day("to", to);
    LocalDate first =
        from == null || from.isBlank() ? last.minusDays(USUAL_DAYS - 1L) : day("from", from);
    return new DayRange(first, last, zone);
  }

  private static LocalDate day(String field, String text) {
    try {
      return DayRange.day(text.strip());
    } catch (DateTimeException e) {
      throw Require.refused(field, "is not a day such as 2026-12-01.");
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(zone.now(), zone.id());
  }

  /** The report. */
  public OverallReport getReport() {
    if (report == null) {
      load();
    }
    return report;
  }

  /** What servers answered as a chart: by day, of a few days by hour. */
  public HourChart getChart() {
    return isByHour()
        ? ReportCharts.sent(getReport().byHour(), zone.id())
        : ReportCharts.sentByDay(days(), zone.id());
  }

  /** When mails were read for the first time. */
  public HourChart getReaders() {
    return isByHour()
        ? ReportCharts.readers(getReport().byHour(), zone.id())
        : ReportCharts.readersByDay(days(), zone.id());
  }

  /** Whether any of them was. */
  public boolean isAnythingRead() {
    Counts totals = getReport().totals();
    return totals.of(Measure.OPENS)
            + totals.of(Measure.CLICKS)
            + totals.of(Measure.MACHINE_OPENS)
            + totals.of(Measure.MACHINE_CLICKS)
        > 0;
  }

  private boolean isByHour() {
    DayRange range = getReport().range();
    return range.from().plusDays(FEW_DAYS).isAfter(range.to());
  }

  /** All of them, also those on which nothing happened. */
  private List<CampaignReport.Hour> days() {
    return getReport().byDay().stream()
        .map(
            day ->
                new CampaignReport.Hour(
                    day.date().atStartOfDay(zone.id()).toInstant(), day.counts()))
        .toList();
  }

  /** The steps of the funnel. */
  public List<Funnel.Step> getFunnel() {
    return Funnel.of(getReport());
  }

  /**
   * A number with its base.
   *
   * @param label the key of its name
   */
  public record NumberOf(String label, long part, long base) {}

  /** What is told first. */
  public List<NumberOf> getNumbers() {
    Counts totals = getReport().totals();
    long accepted = totals.of(Measure.ACCEPTED);
    long answered = totals.answered();
    long failed = totals.of(Measure.FAILED);
    List<NumberOf> numbers = new ArrayList<>();
    numbers.add(new NumberOf("delivery.SENT", accepted, answered));
    numbers.add(new NumberOf("report.deferrals", totals.of(Measure.DEFERRALS), answered));
    numbers.add(new NumberOf("delivery.FAILED", failed, accepted + failed));
    numbers.add(new NumberOf("feedback.HARD_BOUNCE", totals.of(Measure.HARD_BOUNCES), accepted));
    numbers.add(new NumberOf("feedback.SOFT_BOUNCE", totals.of(Measure.SOFT_BOUNCES), accepted));
    numbers.add(new NumberOf("feedback.COMPLAINT", totals.of(Measure.COMPLAINTS), accepted));
    numbers.add(new NumberOf("feedback.UNSUBSCRIBE", totals.of(Measure.UNSUBSCRIBES), accepted));
    if (getReport().isReadCounted()) {
      numbers.add(new NumberOf("feedback.OPEN", totals.of(Measure.OPENS), accepted));
      numbers.add(new NumberOf("feedback.CLICK", totals.of(Measure.CLICKS), accepted));
    }
    return numbers;
  }

  /** The first day, as the field wants it. */
  public String getFrom() {
    return from;
  }

  public void setFrom(String from) {
    this.from = from;
  }

  /** The last day. */
  public String getTo() {
    return to;
  }

  public void setTo(String to) {
    this.to = to;
  }
}
