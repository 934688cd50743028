package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.delivery.send.PoolRoutes;
import io.mailwright.delivery.send.Route;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.QuotaOutlook;
import io.mailwright.routing.quota.QuotaScope;
import io.mailwright.routing.quota.Quotas;
import io.mailwright.routing.quota.Subjects;
import io.mailwright.routing.rate.Allowance;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.site.SiteDirectory;
import io.mailwright.routing.window.SendWindow;
import io.mailwright.routing.window.SendWindows;
import io.mailwright.routing.window.WindowTerms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** How fast a campaign's mails may go to each site, by all that routing knows of it. */
@ApplicationScoped
class SitePaces {
  private PoolRoutes routes;
  private RouteHealth health;
  private SiteRates rates;
  private Quotas quotas;
  private SendWindows windows;
  private SiteDirectory directory;

  SitePaces() {}

  @Inject
  SitePaces(
      PoolRoutes routes,
      RouteHealth health,
      SiteRates rates,
      Quotas quotas,
      SendWindows windows,
      SiteDirectory directory) {
    this.routes = routes;
    this.health = health;
    this.rates = rates;
    this.quotas = quotas;
    this.windows = windows;
    this.directory = directory;
  }

  /** As it is now for a campaign. */
  View of(Campaign campaign) {
    List<Route> all = routes.read(campaign.poolId());
    List<Route> fit = all.stream().filter(r -> health.restOf(r.id()).isEmpty()).toList();
    return new View(
        campaign,
        fit.isEmpty() ? all : fit,
        quotas.outlook(),
        windows.trial(
            new WindowTerms(campaign.window(), campaign.ownZone(), campaign.startedAt())));
  }

  /** What holds at one moment. Not thread-safe. */
  final class View {
    private final Campaign campaign;
    private final List<Route> fit;
    private final QuotaOutlook outlook;
    private final SendWindow window;

    private View(Campaign campaign, List<Route> fit, QuotaOutlook outlook, SendWindow window) {
      this.campaign = campaign;
      this.fit = fit;
      this.outlook = outlook;
      this.window = window;
    }

    /** The hours in which it sends. */
    SendWindow window() {
      return window;
    }

    /** What no run has met yet and will: the site's hours, or a pause that it asked for. */
    Optional<Hold> hold(String site, Instant now) {
      return window.check(now, null, site).or(() -> pause(site, now));
    }

    private Optional<Hold> pause(String site, Instant now) {
      Hold first = null;
      for (Route route : fit) {
        Allowance allowance = rates.allowance(site, route.id());
        Optional<Instant> until = allowance.pausedUntil().filter(at -> at.isAfter(now));
        if (until.isEmpty()) {
          return Optional.empty();
        }
        if (first == null || until.get().isBefore(first.until())) {
          first =
              new Hold(
                  HoldScope.SITE_ON_ROUTE,
                  until.get(),
                  site
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

    /** What limits the mails to one site. */
    List<Pace> ofSite(String site) {
      List<Pace> paces = new ArrayList<>();
      fit.stream().findFirst().stream()
          .flatMap(route -> outlook.of(subjects(route, site), labels(route, site)).stream())
          .filter(quota -> quota.scope() == QuotaScope.SITE)
          .map(Pace.Budget::new)
          .forEach(paces::add);
      learned(site).ifPresent(paces::add);
      return paces;
    }

    private Optional<Pace> learned(String site) {
      double sum = 0;
      for (Route route : fit) {
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

    /** What limits the mails to all sites together. */
    List<Pace> shared() {
      List<Pace> paces = new ArrayList<>();
      campaign
          .interval()
          .flatMap(i -> steady(i, "the interval between mails of the campaign"))
          .ifPresent(paces::add);
      Map<Long, Pace> intervals = new LinkedHashMap<>();
      Map<Long, Pace> servers = new LinkedHashMap<>();
      Map<Long, Pace> sources = new LinkedHashMap<>();
      for (Route route : fit) {
        steady(route.interval(), "the interval between mails of the server")
            .ifPresent(pace -> intervals.put(route.serverId(), pace));
        for (QuotaOutlook.Standing quota : outlook.of(subjects(route, ""), labels(route, ""))) {
          Pace pace = new Pace.Budget(quota);
          switch (quota.scope()) {
            case SERVER -> servers.merge(route.serverId(), pace, View::slower);
            case SOURCE -> sources.merge(route.id(), pace, View::slower);
            case SENDER, CAMPAIGN -> {
              if (route.equals(fit.get(0))) {
                paces.add(pace);
              }
            }
            case SITE -> throw new IllegalStateException("no site has an empty name");
          }
        }
      }
      together(intervals, Route::serverId).ifPresent(paces::add);
      together(servers, Route::serverId).ifPresent(paces::add);
      together(sources, Route::id).ifPresent(paces::add);
      return paces;
    }

    /** A limit of some routes limits nothing while others have none. */
    private Optional<Pace> together(Map<Long, Pace> paces, Function<Route, Long> key) {
      return !fit.isEmpty() && fit.stream().allMatch(r -> paces.containsKey(key.apply(r)))
          ? Optional.of(
              new Pace.SideBySide(
                  paces.values().stream()
                      .sorted(Comparator.comparingDouble(Pace::perSecond).reversed())
                      .toList()))
          : Optional.empty();
    }

    private static Pace slower(Pace one, Pace other) {
      return other.perSecond() < one.perSecond() ? other : one;
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
