package io.mailwright.operations.dryrun;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.delivery.courier.Connections;
import io.mailwright.delivery.send.PoolRoutes;
import io.mailwright.delivery.send.Route;
import io.mailwright.delivery.send.RunningLimits;
import io.mailwright.delivery.send.SendLimits;
import io.mailwright.delivery.send.WorkTimes;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.quota.Quotas;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.route.HealthState;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.WorkerSeats;
import io.mailwright.routing.site.SiteDirectory;
import io.mailwright.routing.warmup.WarmUp;
import io.mailwright.routing.window.HourTable;
import io.mailwright.routing.window.SendWindows;
import io.mailwright.routing.window.WindowTerms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Does one dry run: who gets mails, whether these can be made, and when they would be sent. */
@ApplicationScoped
class Rehearsal {
  /** To start a run, and to write its ledger. */
  private static final Duration TO_START = Duration.ofMillis(1500);

  private static final long WRITTEN_A_SECOND = 50_000;

  /** Domains that are looked up. */
  private static final int MOST_LOOKED_UP = 2000;

  /** The same campaign gives the same forecast. */
  private static final long SEED = 20_261_101;

  @Inject private CampaignRepository campaigns;
  @Inject private RunningLimits limits;
  @Inject private PoolRoutes routes;
  @Inject private RouteHealth health;
  @Inject private WorkerSeats seats;
  @Inject private AudienceQuery audiences;
  @Inject private MailSample mails;
  @Inject private SiteDirectory sites;
  @Inject private SendWindows windows;
  @Inject private HourTable hours;
  @Inject private WarmUp warmUp;
  @Inject private Quotas quotas;
  @Inject private SiteRates rates;
  @Inject private CampaignBrakes brakes;
  @Inject private WorkTimes times;
  @Inject private Connections connections;
  @Inject private Clock clock;

  /** Does it, as long as the run is not cancelled. */
  DryRunResult of(RunningDryRun run) {
    Instant now = clock.instant();
    Campaign campaign = campaigns.get(run.now().campaignId());
    hours.refresh();
    SendLimits wanted = limits.read(campaign.id());
    List<Way> ways = ways(campaign);
    Audience audience = audience(campaign, !wanted.window().rule().isAnyTime());
    List<Load> loads = loads(audience);
    run.begins(DryRun.Phase.MAILS, Math.min(MailSample.MOST, audience.addresses()));
    MailProblems problems =
        mails.of(
            campaign,
            audience.addresses(),
            offers(campaign),
            (done, at) ->
                run.goesOn(
                    DryRun.Phase.MAILS,
                    done,
                    Math.min(MailSample.MOST, audience.addresses()),
                    Optional.empty()));
    Terms terms = terms(campaign, wanted, ways, start(campaign, audience.addresses(), now));
    LearnedBehaviour behaviour = new LearnedBehaviour(rates, times, hours, terms.workers(), now);
    run.begins(DryRun.Phase.SENDING, audience.addresses());
    Prediction prediction =
        new Forecast(
                terms,
                loads,
                new TrialGates.Real(warmUp, quotas, rates, brakes, sites::displayName),
                windows.trial(
                    new WindowTerms(
                        wanted.window().rule(),
                        wanted.window().zone(),
                        wanted.window().startedAt().or(() -> Optional.of(terms.start())))),
                behaviour,
                new VirtualClock(terms.start()),
                new Random(SEED))
            .run(
                (done, at) ->
                    run.goesOn(DryRun.Phase.SENDING, done, audience.addresses(), Optional.of(at)));
    return new DryRunResult(
        audience.addresses(),
        audience.suppressed(),
        unmeasured(loads, ways, behaviour),
        prediction,
        problems);
  }

  private static long unmeasured(List<Load> loads, List<Way> ways, LearnedBehaviour behaviour) {
    return loads.stream()
        .filter(
            load ->
                ways.stream().noneMatch(way -> behaviour.isMeasured(load.site(), way.routeId())))
        .mapToLong(Load::mails)
        .sum();
  }

  private Audience audience(Campaign campaign, boolean byZone) {
    if (campaign.snapshotAt().isEmpty() && campaign.listIds().isEmpty()) {
      throw nobody();
    }
    Audience audience =
        campaign.snapshotAt().isPresent()
            ? audiences.ofLedger(campaign.id(), byZone)
            : audiences.ofLists(campaign.listIds(), byZone);
    if (audience.addresses() == 0) {
      throw nobody();
    }
    return audience;
  }

  private static MailwrightException nobody() {
    return new MailwrightException(
        ErrorCode.NOTHING_TO_SEND, "Nobody is left to send to. Nothing was tried.");
  }

  private List<Load> loads(Audience audience) {
    List<String> domains =
        audience.loads().stream()
            .map(Audience.DomainLoad::domain)
            .filter(domain -> !domain.equals(AudienceQuery.OTHERS))
            .distinct()
            .toList();
    sites.resolve(domains.subList(0, Math.min(MOST_LOOKED_UP, domains.size())));
    Map<List<String>, Long> bySite = new LinkedHashMap<>();
    for (Audience.DomainLoad load : audience.loads()) {
      String site =
          load.domain().equals(AudienceQuery.OTHERS) ? load.domain() : sites.siteOf(load.domain());
      bySite.merge(List.of(site, load.zone()), load.mails(), Long::sum);
    }
    return bySite.entrySet().stream()
        .map(e -> new Load(e.getKey().get(0), e.getKey().get(1), e.getValue()))
        .toList();
  }

  private List<Way> ways(Campaign campaign) {
    List<Way> ways = new ArrayList<>();
    for (Route route : routes.read(campaign.poolId())) {
      if (isInUse(route)) {
        ways.add(
            new Way(
                route.id(),
                route.serverId(),
                route.serverName(),
                route.name(),
                route.serverWeight(),
                route.weight(),
                route.rotateAfter(),
                route.interval(),
                route.endpoint().maxConnections(),
                health.restOf(route.id()).map(RouteHealth.Rest::until).orElse(Instant.EPOCH)));
      }
    }
    if (ways.isEmpty()) {
      throw new MailwrightException(
          ErrorCode.CAMPAIGN_INCOMPLETE,
          "The campaign's pool has no server that may be used. Add one or put one back.");
    }
    return ways;
  }

  private PoolOffers offers(Campaign campaign) {
    List<Route> fit =
        routes.read(campaign.poolId()).stream()
            .filter(r -> health.restOf(r.id()).isEmpty() && isInUse(r))
            .toList();
    try {
      return fit.isEmpty() ? PoolOffers.UNKNOWN : PoolOffers.ask(fit, connections);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return PoolOffers.UNKNOWN;
    }
  }

  private boolean isInUse(Route route) {
    return health.stateOf(route.id()) != HealthState.OUT;
  }

  private static Instant start(Campaign campaign, long addresses, Instant now) {
    Instant begins =
        campaign
            .startAt()
            .filter(at -> at.isAfter(now))
            .or(() -> campaign.nextFiring(now))
            .orElse(now);
    return campaign.snapshotAt().isPresent()
        ? now
        : begins.plus(TO_START).plusMillis(addresses * 1000 / WRITTEN_A_SECOND);
  }

  private Terms terms(Campaign campaign, SendLimits wanted, List<Way> ways, Instant start) {
    int connections =
        ways.stream()
            .collect(Collectors.toMap(Way::serverId, Way::connections, (one, other) -> one))
            .values()
            .stream()
            .mapToInt(Integer::intValue)
            .sum();
    int workers = Math.min(connections, Math.min(wanted.workers(), seats.entitled(campaign.id())));
    return new Terms(
        campaign.id(),
        campaign.name(),
        campaign.fromAddress(),
        campaign.envelopeSender(),
        Math.max(1, workers),
        wanted.interval(),
        wanted.retry(),
        wanted.policy(),
        ways,
        start);
  }
}
