package io.mailwright.report;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.feedback.event.FeedbackCounts;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.FeedbackRepository;
import io.mailwright.kernel.error.Require;
import io.mailwright.report.advice.Advice;
import io.mailwright.report.advice.Adviser;
import io.mailwright.report.advice.Proportions;
import io.mailwright.report.projection.Counts;
import io.mailwright.report.projection.Measure;
import io.mailwright.report.projection.ProjectionQuery;
import io.mailwright.report.projection.Projector;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

@ApplicationScoped
class ProjectedReports implements CampaignReports {
  private static final int MOST_SITES = 50;
  private static final int MOST_REASONS = 20;
  private static final int DOMAINS_LOOKED_AT = 300;
  private static final int MOST_DOMAINS = 20;

  /** Fewer mails say nothing of a domain. */
  private static final int LEAST_OF_DOMAIN = 20;

  /** What a view waits for what is not counted yet. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private static final String NO_ROUTE = "none";

  private static final List<Integer> NOT_SENT = List.of(4, 5, 6, 7, 8);
  private static final List<Integer> FAILURES = List.of(4, 5, 6);
  private static final List<Integer> REPLIES = List.of(3, 4, 5);

  private DeliveryQuery deliveries;
  private FeedbackRepository feedback;
  private SiteDirectory directory;
  private Projector projector;
  private ProjectionQuery sums;
  private CampaignFacts facts;

  ProjectedReports() {}

  @Inject
  ProjectedReports(
      DeliveryQuery deliveries,
      FeedbackRepository feedback,
      SiteDirectory directory,
      Projector projector,
      ProjectionQuery sums,
      CampaignFacts facts) {
    this.deliveries = deliveries;
    this.feedback = feedback;
    this.directory = directory;
    this.projector = projector;
    this.sums = sums;
    this.facts = facts;
  }

  @Override
  public CampaignReport of(long campaignId) {
    Optional<Instant> now = projector.bringUp(campaignId, PATIENCE);
    Optional<Instant> asOf = now.isPresent() ? now : sums.projectedAt(campaignId);
    CampaignFacts.Fact fact =
        facts
            .of(List.of(campaignId))
            .getOrDefault(campaignId, CampaignFacts.Fact.unknown(campaignId));
    DeliveryCounts counts = deliveries.counts(campaignId);
    Map<Long, Counts> routes = sums.byRoute(campaignId);
    Counts totals = routes.values().stream().reduce(Counts.NONE, Counts::plus);
    List<CampaignReport.Line> sites =
        sums.sites(campaignId, MOST_SITES).stream().map(this::site).toList();
    List<ProjectionQuery.HourSum> hours = sums.byHour(campaignId);
    Map<Long, String> routeNames = sums.routeNames();
    List<CameBack> cameBack = cameBack(campaignId);
    List<Advice> advice =
        Adviser.of(
            Observations.of(hours, fact.zone()),
            mails("", totals),
            sites.stream()
                .filter(line -> !line.name().equals(ProjectionQuery.OTHERS))
                .map(line -> mails(line.name(), line.counts()))
                .toList(),
            directory::displayName,
            route -> routeName(routeNames, route));
    return new CampaignReport(
        campaignId,
        fact.name(),
        asOf,
        fact.zone(),
        fact.template(),
        fact.tracked(),
        counts,
        cameBack,
        totals,
        sites,
        routeLines(routes, routeNames),
        worst(sums.troubled(campaignId, DOMAINS_LOOKED_AT)),
        hours(hours),
        reasons(campaignId, NOT_SENT),
        replies(campaignId, REPLIES),
        causes(campaignId),
        replies(
            campaignId,
            List.of(kindOf(FeedbackKind.HARD_BOUNCE), kindOf(FeedbackKind.SOFT_BOUNCE))),
        advice);
  }

  @Override
  public List<CampaignReport.Reason> failures(long campaignId) {
    projector.bringUp(campaignId, PATIENCE);
    return reasons(campaignId, FAILURES);
  }

  static Adviser.Mails mails(String name, Counts counts) {
    return new Adviser.Mails(
        name,
        counts.of(Measure.ACCEPTED),
        counts.of(Measure.ACCEPTED) + counts.of(Measure.FAILED),
        counts.of(Measure.FAILED) + counts.of(Measure.HARD_BOUNCES),
        counts.of(Measure.COMPLAINTS));
  }

  private CampaignReport.Line site(ProjectionQuery.Sum sum) {
    return new CampaignReport.Line(sum.name(), directory.displayName(sum.name()), sum.counts());
  }

  /** Also what failed before it got a route, or the lines would not be the whole. */
  static List<CampaignReport.Line> routeLines(Map<Long, Counts> routes, Map<Long, String> names) {
    return routes.entrySet().stream()
        .filter(route -> route.getKey() != 0 || hasRun(route.getValue()))
        .map(
            route -> {
              if (route.getKey() == 0) {
                return new CampaignReport.Line("", NO_ROUTE, route.getValue());
              }
              String name = routeName(names, route.getKey());
              return new CampaignReport.Line(name, name, route.getValue());
            })
        .sorted(
            Comparator.comparingLong((CampaignReport.Line line) -> line.counts().answered())
                .reversed()
                .thenComparing(CampaignReport.Line::name))
        .toList();
  }

  /** Whether there is anything but mails that were left out. */
  private static boolean hasRun(Counts counts) {
    return Arrays.stream(Measure.values())
        .filter(measure -> measure != Measure.SUPPRESSED && measure != Measure.CANCELLED)
        .anyMatch(measure -> counts.of(measure) != 0);
  }

  static String routeName(Map<Long, String> names, long route) {
    return names.getOrDefault(route, "route " + route);
  }

  /** Those whose share is high for sure, by the least that is likely. */
  static List<CampaignReport.Line> worst(List<ProjectionQuery.Sum> troubled) {
    return troubled.stream()
        .map(sum -> new CampaignReport.Line(sum.name(), sum.name(), sum.counts()))
        .filter(line -> line.settled() >= LEAST_OF_DOMAIN && line.lost() > 0)
        .sorted(
            Comparator.comparingDouble(
                    (CampaignReport.Line line) ->
                        Proportions.atLeast(Math.min(line.lost(), line.settled()), line.settled()))
                .reversed()
                .thenComparing(CampaignReport.Line::name))
        .limit(MOST_DOMAINS)
        .toList();
  }

  static List<CampaignReport.Hour> hours(List<ProjectionQuery.HourSum> hours) {
    Map<Instant, Counts> sum = new TreeMap<>();
    hours.forEach(hour -> sum.merge(hour.start(), hour.counts(), Counts::plus));
    return sum.entrySet().stream()
        .map(hour -> new CampaignReport.Hour(hour.getKey(), hour.getValue()))
        .toList();
  }

  private List<CameBack> cameBack(long campaignId) {
    FeedbackCounts counts = feedback.counts(List.of(campaignId));
    return cameBack(counts, campaignId);
  }

  static List<CameBack> cameBack(FeedbackCounts counts, long campaignId) {
    return FeedbackKind.ofTaken().stream()
        .map(
            kind -> {
              FeedbackCounts.Count count = counts.of(campaignId, kind);
              return new CameBack(kind, count.recipients(), count.events());
            })
        .toList();
  }

  private List<CampaignReport.Reason> reasons(long campaignId, List<Integer> kinds) {
    return sums.reasons(campaignId, kinds, MOST_REASONS).stream()
        .map(
            reason ->
                new CampaignReport.Reason(
                    DeliveryState.ofCode(reason.kind()).label(), reason.said(), reason.count()))
        .toList();
  }

  private List<CampaignReport.Reply> replies(long campaignId, List<Integer> kinds) {
    return sums.reasons(campaignId, kinds, MOST_REASONS).stream()
        .map(ProjectedReports::reply)
        .toList();
  }

  static CampaignReport.Reply reply(ProjectionQuery.Reason reason) {
    return new CampaignReport.Reply(
        kind(reason.kind()), reason.cause(), reason.said(), reason.count());
  }

  private static int kindOf(FeedbackKind kind) {
    return ProjectionQuery.KINDS_FROM + kind.ordinal() + 1;
  }

  private static String kind(int code) {
    return code > ProjectionQuery.KINDS_FROM
        ? Require.word(FeedbackKind.values()[code - ProjectionQuery.KINDS_FROM - 1])
        : DeliveryState.ofCode(code).label();
  }

  private List<CampaignReport.Cause> causes(long campaignId) {
    Map<String, long[]> causes = new HashMap<>();
    for (ProjectionQuery.Reason reason : sums.causes(campaignId)) {
      causes
              .computeIfAbsent(reason.cause(), cause -> new long[2])[
              reason.kind() == DeliveryState.DEFERRED.code() ? 0 : 1] +=
          reason.count();
    }
    return causes.entrySet().stream()
        .map(e -> new CampaignReport.Cause(e.getKey(), e.getValue()[0], e.getValue()[1]))
        .sorted(CampaignReport.Cause.MOST_FIRST)
        .toList();
  }
}
