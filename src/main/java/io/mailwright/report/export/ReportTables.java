package io.mailwright.report.export;

import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.kernel.error.Require;
import io.mailwright.report.CameBack;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.ComparedCampaign;
import io.mailwright.report.Funnel;
import io.mailwright.report.OverallReport;
import io.mailwright.report.advice.Advice;
import io.mailwright.report.projection.Counts;
import io.mailwright.report.projection.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes tables of reports. */
public final class ReportTables {
  private ReportTables() {}

  /**
   * The table of a name.
   *
   * @param field how the caller calls the name
   */
  public static Table named(String field, String name, List<Table> tables) {
    return Require.oneOf(field, name, tables, Table::name);
  }

  /** A campaign's report. */
  public static List<Table> of(CampaignReport report) {
    return List.of(
        summary(report),
        lines("sites", "site", report.bySite()),
        lines("routes", "route", report.byServer()),
        hours(report.byHour()),
        causes(report.causes()),
        replies("replies", report.topReplies()),
        replies("bounces", report.bounces()),
        new Table(
            "reasons",
            List.of("state", "reason", "count"),
            report.topErrors().stream()
                .map(reason -> Table.row(reason.state(), reason.text(), reason.count()))
                .toList()),
        lines("domains", "domain", report.worstDomains()),
        advice(report.advice()));
  }

  private static Table summary(CampaignReport report) {
    List<List<Table.Cell>> rows = new ArrayList<>();
    rows.add(Table.row("campaign", report.name(), ""));
    rows.add(Table.row("template", report.template().name(), ""));
    report
        .template()
        .version()
        .ifPresent(version -> rows.add(Table.row("templateVersion", version, "")));
    rows.add(Table.row("asOf", report.asOf(), ""));
    rows.add(Table.row("zone", report.zone().getId(), ""));
    rows.add(Table.row("total", report.counts().total(), ""));
    for (DeliveryState state : DeliveryState.values()) {
      rows.add(Table.row(state.label(), report.counts().of(state), "of total"));
    }
    rows.add(Table.row("acceptedAfterDeferral", report.deferredAndSent(), "of sent"));
    rows.add(Table.row("deferrals", report.totals().of(Measure.DEFERRALS), "tries"));
    for (CameBack cameBack : report.cameBack()) {
      String kind = Require.word(cameBack.kind());
      rows.add(Table.row(kind, cameBack.recipients(), "recipients"));
      rows.add(Table.row(kind + "-events", cameBack.events(), "events"));
    }
    for (Funnel.Step step : Funnel.of(report)) {
      rows.add(
          Table.row(
              "funnel-" + step.name().toLowerCase(Locale.ROOT), step.count(), "of " + step.base()));
    }
    return new Table("summary", List.of("what", "value", "unit"), rows);
  }

  /** Over all campaigns. */
  public static List<Table> of(OverallReport report) {
    return List.of(
        new Table(
            "summary",
            columns("from", Measure.values(), true, "to", "zone"),
            List.of(
                row(
                    List.of(
                        report.range().from().toString(),
                        report.range().to().toString(),
                        report.range().zone().getId()),
                    report.totals(),
                    true))),
        new Table(
            "campaigns",
            columns("id", Measure.values(), true, "name", "state"),
            report.campaigns().stream()
                .map(
                    line ->
                        row(
                            List.of(line.id(), line.name(), line.state().toLowerCase(Locale.ROOT)),
                            line.counts(),
                            true))
                .toList()),
        timedLines("sites", "site", report.bySite()),
        timedLines("routes", "route", report.byRoute()),
        new Table(
            "templates",
            columns("template", Measure.values(), true, "version", "campaigns"),
            report.byTemplate().stream()
                .map(
                    line ->
                        row(
                            List.of(
                                line.template().name(),
                                line.template().version().isPresent()
                                    ? Optional.of(line.template().version().getAsInt())
                                    : Optional.empty(),
                                line.campaigns()),
                            line.counts(),
                            true))
                .toList()),
        new Table(
            "days",
            columns("day", Measure.values(), true),
            report.byDay().stream()
                .map(day -> row(List.of(day.date().toString()), day.counts(), true))
                .toList()),
        new Table(
            "hours-of-day",
            columns("hour", Measure.values(), true),
            report.byHourOfDay().stream()
                .map(hour -> row(List.of(hour.hour()), hour.counts(), true))
                .toList()),
        hours(report.byHour()),
        funnel(Funnel.of(report)),
        causes(report.causes()),
        replies("replies", report.topReplies()),
        replies("bounces", report.bounces()),
        lines("domains", "domain", report.worstDomains()),
        advice(report.advice()));
  }

  /** Campaigns side by side, a row each. */
  public static List<Table> of(List<ComparedCampaign> campaigns) {
    List<String> columns =
        new ArrayList<>(
            List.of("id", "name", "state", "template", "templateVersion", "startedAt", "total"));
    for (ComparedCampaign.Metric metric : ComparedCampaign.Metric.values()) {
      String name = camelCase(metric.name());
      columns.addAll(List.of(name, name + "Of", name + "Share"));
    }
    List<List<Table.Cell>> rows = new ArrayList<>();
    for (ComparedCampaign campaign : campaigns) {
      List<Object> values =
          new ArrayList<>(
              List.of(
                  campaign.id(),
                  campaign.name(),
                  campaign.state().toLowerCase(Locale.ROOT),
                  campaign.template().name(),
                  campaign.template().version().isPresent()
                      ? Optional.of(campaign.template().version().getAsInt())
                      : Optional.empty(),
                  campaign.startedAt(),
                  campaign.counts().total()));
      for (ComparedCampaign.Metric metric : ComparedCampaign.Metric.values()) {
        ComparedCampaign.Share share = campaign.share(metric);
        values.addAll(List.of(share.part(), share.base(), share.value()));
      }
      rows.add(Table.row(values.toArray()));
    }
    return List.of(new Table("compare", columns, rows));
  }

  private static Table hours(List<CampaignReport.Hour> hours) {
    return new Table(
        "hours",
        columns("start", Measure.values(), true),
        hours.stream().map(hour -> row(List.of(hour.start()), hour.counts(), true)).toList());
  }

  private static Table funnel(List<Funnel.Step> steps) {
    return new Table(
        "funnel",
        List.of("step", "count", "of"),
        steps.stream()
            .map(step -> Table.row(camelCase(step.name()), step.count(), step.base()))
            .toList());
  }

  private static Table causes(List<CampaignReport.Cause> causes) {
    return new Table(
        "causes",
        List.of("cause", "deferrals", "failed"),
        causes.stream()
            .map(cause -> Table.row(cause.cause(), cause.deferrals(), cause.failures()))
            .toList());
  }

  private static Table advice(List<Advice> advice) {
    return new Table(
        "advice",
        List.of("kind", "advice", "share", "comparedWith", "evidence"),
        advice.stream()
            .map(
                one ->
                    Table.row(
                        Require.word(one.kind()),
                        one.text(),
                        one.share(),
                        one.otherShare(),
                        one.evidence()))
            .toList());
  }

  private static Table replies(String name, List<CampaignReport.Reply> replies) {
    return new Table(
        name,
        List.of("kind", "cause", "reply", "count"),
        replies.stream()
            .map(reply -> Table.row(reply.kind(), reply.cause(), reply.text(), reply.count()))
            .toList());
  }

  private static Table lines(String name, String of, List<CampaignReport.Line> lines) {
    return new Table(
        name,
        columns(of, Measure.values(), false),
        lines.stream()
            .map(line -> row(List.of(line.displayName()), line.counts(), false))
            .toList());
  }

  private static Table timedLines(String name, String of, List<CampaignReport.Line> lines) {
    return new Table(
        name,
        columns(of, Measure.values(), true),
        lines.stream().map(line -> row(List.of(line.displayName()), line.counts(), true)).toList());
  }

  private static List<String> columns(
      String first, Measure[] measures, boolean isTimed, String... more) {
    List<String> columns = new ArrayList<>(List.of(first));
    columns.addAll(List.of(more));
    Arrays.stream(measures)
        .filter(measure -> !isTimed || measure.isTimed())
        .forEach(measure -> columns.add(measure.field()));
    return columns;
  }

  private static List<Table.Cell> row(List<?> first, Counts counts, boolean isTimed) {
    List<Object> values = new ArrayList<>(first);
    Arrays.stream(Measure.values())
        .filter(measure -> !isTimed || measure.isTimed())
        .forEach(measure -> values.add(counts.of(measure)));
    return Table.row(values.toArray());
  }

  private static String camelCase(String name) {
    return Measure.field(name);
  }
}
