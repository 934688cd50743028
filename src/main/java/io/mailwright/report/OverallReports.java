package io.mailwright.report;

import io.mailwright.report.advice.Adviser;
import io.mailwright.report.projection.Counts;
import io.mailwright.report.projection.Measure;
import io.mailwright.report.projection.ProjectionQuery;
import io.mailwright.report.projection.RangeQuery;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Makes reports over all campaigns. */
@ApplicationScoped
public class OverallReports {
  private static final int MOST_SITES = 50;
  private static final int MOST_CAMPAIGNS = 200;
  private static final int MOST_LOOKED_INTO = 30;
  private static final int MOST_TROUBLED = 300;
  private static final int MOST_REPLIES = 20;

  private RangeQuery ranges;
  private ProjectionQuery sums;
  private CampaignFacts facts;
  private SiteDirectory directory;

  OverallReports() {}

  @Inject
  OverallReports(
      RangeQuery ranges, ProjectionQuery sums, CampaignFacts facts, SiteDirectory directory) {
    this.ranges = ranges;
    this.sums = sums;
    this.facts = facts;
    this.directory = directory;
  }

  /** The report of some days. */
  public OverallReport of(DayRange range) {
    ZoneId zone = range.zone();
    Map<Long, Counts> campaigns = ranges.byCampaign(range.start(), range.end());
    List<ProjectionQuery.HourSum> hours = ranges.byHour(range.start(), range.end());
    Map<Long, String> routeNames = sums.routeNames();
    Map<Long, CampaignFacts.Fact> known = facts.of(campaigns.keySet());
    List<OverallReport.CampaignLine> shown = campaignLines(campaigns, known);
    List<Long> latest =
        shown.stream()
            .map(OverallReport.CampaignLine::id)
            .sorted(Comparator.reverseOrder())
            .limit(MOST_LOOKED_INTO)
            .toList();
    List<CampaignReport.Line> sites =
        siteLines(grouped(hours, ProjectionQuery.HourSum::site), directory::displayName);
    Counts totals = campaigns.values().stream().reduce(Counts.NONE, Counts::plus);
    return new OverallReport(
        range,
        ranges.asOf(campaigns.keySet()),
        totals,
        ranges.byCampaign(range.before().start(), range.before().end()).values().stream()
            .reduce(Counts.NONE, Counts::plus),
        shown,
        sites,
        ProjectedReports.routeLines(grouped(hours, ProjectionQuery.HourSum::route), routeNames),
        templateLines(campaigns, known),
        days(range, hours),
        grouped(hours, hour -> hour.start().atZone(zone).getHour()).entrySet().stream()
            .map(hour -> new OverallReport.HourOfDay(hour.getKey(), hour.getValue()))
            .toList(),
        ProjectedReports.hours(hours),
        causes(ranges.causes(range.start(), range.end())),
        ranges.replies(latest, MOST_REPLIES).stream().map(ProjectedReports::reply).toList(),
        ranges.bounces(latest, MOST_REPLIES).stream().map(ProjectedReports::reply).toList(),
        worst(latest),
        Adviser.of(
            Observations.of(hours, zone),
            ProjectedReports.mails("", totals),
            sites.stream()
                .filter(site -> !site.name().equals(ProjectionQuery.OTHERS))
                .map(site -> ProjectedReports.mails(site.name(), site.counts()))
                .toList(),
            directory::displayName,
            route -> ProjectedReports.routeName(routeNames, route)),
        totals.of(Measure.OPENS) + totals.of(Measure.CLICKS) > 0
            || known.values().stream().anyMatch(fact -> fact.tracked().isAny()));
  }

  private static List<CampaignReport.Cause> causes(Map<String, Counts> causes) {
    return causes.entrySet().stream()
        .map(
            cause ->
                new CampaignReport.Cause(
                    cause.getKey(),
                    cause.getValue().of(Measure.DEFERRALS),
                    cause.getValue().of(Measure.FAILED)))
        .sorted(CampaignReport.Cause.MOST_FIRST)
        .toList();
  }

  /** Candidates are the worst of each campaign; they are judged by all mails to them. */
  private List<CampaignReport.Line> worst(List<Long> campaignIds) {
    Map<String, Long> lost = new HashMap<>();
    for (long id : campaignIds) {
      for (ProjectionQuery.Sum domain : sums.troubled(id, MOST_TROUBLED)) {
        lost.merge(
            domain.name(),
            domain.counts().of(Measure.FAILED) + domain.counts().of(Measure.HARD_BOUNCES),
            Long::sum);
      }
    }
    return ProjectedReports.worst(
        ranges.domains(
            campaignIds,
            lost.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_TROUBLED)
                .map(Map.Entry::getKey)
                .toList()));
  }

  private static <K> Map<K, Counts> grouped(
      Collection<ProjectionQuery.HourSum> hours, Function<ProjectionQuery.HourSum, K> by) {
    Map<K, Counts> groups = new TreeMap<>();
    hours.forEach(hour -> groups.merge(by.apply(hour), hour.counts(), Counts::plus));
    return groups;
  }

  private static List<CampaignReport.Line> siteLines(
      Map<String, Counts> sites, UnaryOperator<String> displayName) {
    return ProjectionQuery.biggest(
            sites.entrySet().stream()
                .map(site -> new ProjectionQuery.Sum(site.getKey(), site.getValue()))
                .toList(),
            Counts::answered,
            MOST_SITES)
        .stream()
        .map(
            site ->
                new CampaignReport.Line(site.name(), displayName.apply(site.name()), site.counts()))
        .toList();
  }

  private static List<OverallReport.CampaignLine> campaignLines(
      Map<Long, Counts> campaigns, Map<Long, CampaignFacts.Fact> known) {
    return campaigns.entrySet().stream()
        .map(
            campaign -> {
              CampaignFacts.Fact fact = fact(known, campaign.getKey());
              return new OverallReport.CampaignLine(
                  fact.id(), fact.name(), fact.state(), campaign.getValue());
            })
        .sorted(
            Comparator.comparingLong((OverallReport.CampaignLine line) -> line.counts().answered())
                .reversed()
                .thenComparing(OverallReport.CampaignLine::id, Comparator.reverseOrder()))
        .limit(MOST_CAMPAIGNS)
        .toList();
  }

  private static CampaignFacts.Fact fact(Map<Long, CampaignFacts.Fact> known, long id) {
    return known.getOrDefault(id, CampaignFacts.Fact.unknown(id));
  }

  private static List<OverallReport.TemplateLine> templateLines(
      Map<Long, Counts> campaigns, Map<Long, CampaignFacts.Fact> known) {
    Map<TemplateUse, Counts> counts = new HashMap<>();
    Map<TemplateUse, Set<Long>> of = new HashMap<>();
    campaigns.forEach(
        (id, sum) -> {
          TemplateUse template = fact(known, id).template();
          counts.merge(template, sum, Counts::plus);
          of.computeIfAbsent(template, key -> new HashSet<>()).add(id);
        });
    return counts.entrySet().stream()
        .map(
            sum ->
                new OverallReport.TemplateLine(
                    sum.getKey(), of.get(sum.getKey()).size(), sum.getValue()))
        .sorted(
            Comparator.comparingLong((OverallReport.TemplateLine line) -> line.counts().answered())
                .reversed()
                .thenComparing(line -> line.template().id())
                .thenComparing(line -> line.template().version().orElse(0)))
        .toList();
  }

  /** Also days on which nothing happened, so that the distance of two is a time. */
  private static List<OverallReport.Day> days(DayRange range, List<ProjectionQuery.HourSum> hours) {
    Map<LocalDate, Counts> days =
        grouped(hours, hour -> hour.start().atZone(range.zone()).toLocalDate());
    return range
        .from()
        .datesUntil(range.to().plusDays(1))
        .map(date -> new OverallReport.Day(date, days.getOrDefault(date, Counts.NONE)))
        .toList();
  }
}
