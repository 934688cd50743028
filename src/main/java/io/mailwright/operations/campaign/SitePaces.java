package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.delivery.send.PoolRoutes;
import io.mailwright.delivery.send.Route;
import io.mailwright.delivery.send.WorkTimes;
import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.QuotaOutlook;
import io.mailwright.routing.quota.QuotaScope;
import io.mailwright.routing.quota.Quotas;
import io.mailwright.routing.quota.Subjects;
import io.mailwright.routing.rate.SilentSites;
import io.mailwright.routing.rate.SiteAllowance;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.WorkerSeats;
import io.mailwright.routing.site.SiteDirectory;
import io.mailwright.routing.warmup.WarmUp;
import io.mailwright.routing.window.SendWindow;
import io.mailwright.routing.window.SendWindows;
import io.mailwright.routing.window.WindowTerms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** How fast a campaign's mails may go to each site, by all that routing knows of it. */
@ApplicationScoped
class SitePaces {
  /** Mails of a usual chunk. */
  private static final int CHUNK = 100;

  private PoolRoutes routes;
  private RouteHealth health;
  private SiteRates rates;
  private SilentSites silence;
  private Quotas quotas;
  private WarmUp warmUp;
  private SendWindows windows;
  private SiteDirectory directory;
  private WorkTimes times;
  private WorkerSeats seats;

  SitePaces() {}

  @Inject
  SitePaces(
      PoolRoutes routes,
      RouteHealth health,
      SiteRates rates,
      SilentSites silence,
      Quotas quotas,
      WarmUp warmUp,
      SendWindows windows,
      SiteDirectory directory,
      WorkTimes times,
      WorkerSeats seats) {
    this.routes = routes;
    this.health = health;
    this.rates = rates;
    this.silence = silence;
    this.quotas = quotas;
    this.warmUp = warmUp;
    this.windows = windows;
    this.directory = directory;
    this.times = times;
    this.seats = seats;
  }

  /** As it is now for a campaign. */
  View of(Campaign campaign) {
    List<Route> all = routes.read(campaign.poolId());
    List<Route> fit = all.stream().filter(r -> health.restOf(r.id()).isEmpty()).toList();
    return new View(
        campaign,
        fit.isEmpty() ? all : fit,
        fit.isEmpty() ? rest(all) : Optional.empty(),
        quotas.outlook(),
        windows.trial(
            new WindowTerms(campaign.window(), campaign.ownZone(), campaign.startedAt())));
  }

  /** Of routes that are all unfit the one that may be used again first. */
  private Optional<Hold> rest(List<Route> routes) {
    return routes.stream()
        .flatMap(r -> health.restOf(r.id()).stream())
        .min(Comparator.comparing(RouteHealth.Rest::until))
        .map(r -> new Hold(HoldScope.CAMPAIGN, r.until(), r.whyNothingGoes()));
  }

  /** What holds at one moment. Not thread-safe. */
  final class View {
    private final Campaign campaign;
    private final List<Route> fit;
    private final Optional<Hold> rest;
    private final QuotaOutlook outlook;
    private final SendWindow window;

    private View(
        Campaign campaign,
        List<Route> fit,
        Optional<Hold> rest,
        QuotaOutlook outlook,
        SendWindow window) {
      this.campaign = campaign;
      this.fit = fit;
      this.rest = rest;
      this.outlook = outlook;
      this.window = window;
    }

    /** The hours in which it sends. */
    SendWindow window() {
      return window;
    }

    /**
     * What no run has met yet and will: the site's hours, that no route is fit, or a pause that the
     * site asked for.
     */
    Optional<Hold> hold(String site, Instant now) {
      return window.check(now, null, site).or(() -> rest).or(() -> pause(site, now));
    }

    /** That the site answers by none of the routes, while one mail finds out or after it did. */
    Optional<Hold> silence(String site) {
      List<Hold> holds =
          fit.stream()
              .flatMap(r -> silence.holdOf(new Ask(subjects(r, site), labels(r, site))).stream())
              .toList();
      return holds.size() == fit.size()
          ? holds.stream().min(Comparator.comparing(Hold::until))
          : Optional.empty();
    }

    private Optional<Hold> pause(String site, Instant now) {
      Hold first = null;
      for (Route route : fit) {
        SiteAllowance allowance = rates.allowance(site, route.id());
        Optional<Instant> until = allowance.pausedUntil().filter(at -> at.isAfter(now));
        if (until.isEmpty()) {
          return Optional.empty();
        }
        if (first == null || until.get().isBefore(first.until())) {
          first =
              new Hold(
                  HoldScope.SITE_ON_ROUTE,
                  until.get(),
                  directory.displayName(site)
                      + " wants less from route "
                      + route.name()
                      + ", which waits until "
                      + until.get()
                      + ": "
                      + allowance.lastReply().orElse("–"));
        }
      }
      return Optional.ofNullable(first);
    }

    /** How many workers it may have. */
    int workers() {
      int connections =
          fit.stream()
              .collect(
                  Collectors.toMap(
                      Route::serverId, r -> r.endpoint().maxConnections(), (one, other) -> one))
              .values()
              .stream()
              .mapToInt(Integer::intValue)
              .sum();
      int wanted = Math.min(campaign.workers(), seats.entitled(campaign.id()));
      return Math.max(1, Math.min(connections, wanted));
    }

    /** How long a mail to a site keeps a worker in all; empty if nothing like it was measured. */
    Optional<Duration> workOf(String site) {
      int workers = workers();
      return fit.stream()
          .flatMap(route -> times.ofMail(site, route.id(), workers).stream())
          .max(Comparator.naturalOrder())
          .or(() -> times.ofAnyMail(workers))
          .flatMap(own -> times.ofChunk(workers).map(cost -> own.plus(cost.ofMail(CHUNK))));
    }

    /** What limits the mails to one site. */
    List<Pace> ofSite(String site) {
      List<Pace> paces = new ArrayList<>();
      fit.stream().findFirst().stream()
          .flatMap(route -> outlook.of(subjects(route, site), labels(route, site)).stream())
          .filter(quota -> quota.scope() == QuotaScope.SITE)
          .map(Pace.Budget::new)
          .forEach(paces::add);
      learned(site, fit).ifPresent(paces::add);
      warmingUp(site).ifPresent(paces::add);
      return paces;
    }

    private Optional<Pace> learned(String site, List<Route> by) {
      double sum = 0;
      for (Route route : by) {
        OptionalDouble perSecond = rates.allowance(site, route.id()).perSecond();
        if (perSecond.isEmpty()) {
          return Optional.empty();
        }
        sum += perSecond.getAsDouble();
      }
      return sum > 0
          ? Optional.of(
              new Pace.Steady(
                  sum,
                  directory.displayName(site)
                      + " takes about "
                      + SiteRates.rounded(sum)
                      + " mails a second"))
          : Optional.empty();
    }

    /** What a route in warm-up lets through, beside what the others do. */
    private Optional<Pace> warmingUp(String site) {
      return fit.stream().anyMatch(r -> warmUp.outlook(r.id(), site).isPresent())
          ? byServers(Optional.of(site))
          : Optional.empty();
    }

    /** What limits the mails to all sites together. */
    List<Pace> shared() {
      List<Pace> paces = new ArrayList<>();
      campaign
          .interval()
          .flatMap(i -> steady(i, "the interval between mails of the campaign"))
          .ifPresent(paces::add);
      if (!fit.isEmpty()) {
        paces.addAll(quotas(fit.get(0), QuotaScope.SENDER));
        paces.addAll(quotas(fit.get(0), QuotaScope.CAMPAIGN));
      }
      byServers(Optional.empty()).ifPresent(paces::add);
      return paces;
    }

    /**
     * What servers let through side by side, each no more than its sources do.
     *
     * @param site empty: whatever the site
     */
    private Optional<Pace> byServers(Optional<String> site) {
      return Pace.sideBySide(servers().stream().map(sources -> ofServer(sources, site)).toList());
    }

    /** The sources of each server. */
    private Collection<List<Route>> servers() {
      return fit.stream()
          .collect(Collectors.groupingBy(Route::serverId, LinkedHashMap::new, Collectors.toList()))
          .values();
    }

    /**
     * What sites leave to the servers that are limited as such, beside others that limit each site
     * by itself.
     *
     * @param open mails by site
     * @param total mails to all sites, these and others
     */
    List<Pace> spills(Map<String, Long> open, long total) {
      return new Spills(
              servers().stream()
                  .map(
                      sources ->
                          new Spills.Server(
                              ofServer(sources, Optional.empty()),
                              site -> ofServer(sources, Optional.of(site))))
                  .toList())
          .of(open, total);
    }

    private Optional<Pace> ofServer(List<Route> sources, Optional<String> site) {
      Route first = sources.get(0);
      List<Pace> paces = new ArrayList<>(quotas(first, QuotaScope.SERVER));
      steady(first.interval(), "the interval between mails of the server").ifPresent(paces::add);
      Pace.sideBySide(sources.stream().map(source -> ofSource(source, site)).toList())
          .ifPresent(paces::add);
      return together(paces);
    }

    private Optional<Pace> ofSource(Route source, Optional<String> site) {
      List<Pace> paces = new ArrayList<>(quotas(source, QuotaScope.SOURCE));
      site.flatMap(name -> learned(name, List.of(source))).ifPresent(paces::add);
      site.flatMap(name -> warmUp.outlook(source.id(), name))
          .map(
              outlook ->
                  new Pace.WarmingUp(
                      outlook,
                      "the warm-up of route "
                          + source.name()
                          + " to "
                          + directory.displayName(outlook.site())))
          .ifPresent(paces::add);
      return together(paces);
    }

    private List<Pace> quotas(Route route, QuotaScope scope) {
      return outlook.of(subjects(route, ""), labels(route, "")).stream()
          .filter(quota -> quota.scope() == scope)
          .<Pace>map(Pace.Budget::new)
          .toList();
    }

    private static Optional<Pace> together(List<Pace> paces) {
      return paces.size() > 1 ? Optional.of(new Pace.Together(paces)) : paces.stream().findFirst();
    }

    private Subjects subjects(Route route, String site) {
      return new Subjects(
          route.serverId(),
          route.id(),
          campaign.fromAddress(),
          campaign.envelopeSender(),
          site,
          campaign.id());
    }

    private QuotaLabels labels(Route route, String site) {
      return new QuotaLabels(
          route.name(), route.name(), directory.displayName(site), campaign.name());
    }
  }

  private static Optional<Pace> steady(Duration interval, String words) {
    return interval.isZero()
        ? Optional.empty()
        : Optional.of(new Pace.Steady(1e9 / interval.toNanos(), words));
  }
}
