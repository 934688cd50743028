package io.mailwright.console.routing;

import io.mailwright.routing.rate.LearnedRate;
import io.mailwright.routing.rate.RateMinute;
import io.mailwright.routing.rate.SilentSites;
import io.mailwright.routing.rate.SiteAllowance;
import io.mailwright.routing.rate.SiteRateRepository;
import io.mailwright.routing.rate.SiteRates;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What is known of sites: what this node sees, and what others stored. */
@RequestScoped
class SiteRatesNow {
  private static final Duration MEMORY = Duration.ofHours(24);

  @Inject private SiteRates rates;
  @Inject private SilentSites silent;
  @Inject private SiteRateRepository stored;
  @Inject private Clock clock;

  /** All, by site; those used last come first in it. */
  Map<String, List<SiteRate>> all() {
    return known(site -> true);
  }

  /** By the routes of one site, the one used last first. */
  List<SiteRate> of(String site) {
    return known(site::equals).getOrDefault(site, List.of());
  }

  /** Of all sites by one route, the one used last first. */
  List<SiteRate> ofRoute(long routeId) {
    return all().values().stream()
        .flatMap(List::stream)
        .filter(rate -> rate.routeId() == routeId)
        .sorted(Comparator.comparing(SiteRate::usedAt).reversed())
        .toList();
  }

  /** The mails of the last hours, as this node sent them, by these routes. */
  List<RateMinute> minutes(List<SiteRate> shown) {
    return shown.stream()
        .flatMap(rate -> rates.timeline(rate.site(), rate.routeId()).stream())
        .toList();
  }

  private Map<String, List<SiteRate>> known(Predicate<String> wanted) {
    Instant now = clock.instant();
    Map<String, Map<Long, SiteRate>> bySite = new TreeMap<>();
    stored.usedSince(now.minus(MEMORY)).stream()
        .filter(rate -> wanted.test(rate.site()))
        .forEach(
            rate ->
                put(
                    bySite,
                    new SiteRate(
                        rate.site(),
                        rate.routeId(),
                        allowance(rate, now),
                        silent.standing(rate.site(), rate.routeId()),
                        rate.usedAt())));
    rates.uses().stream()
        .filter(use -> wanted.test(use.site()))
        .forEach(
            use ->
                put(
                    bySite,
                    new SiteRate(
                        use.site(),
                        use.routeId(),
                        rates.allowance(use.site(), use.routeId()),
                        silent.standing(use.site(), use.routeId()),
                        use.at())));
    Map<String, List<SiteRate>> sorted = new TreeMap<>();
    bySite.forEach(
        (site, byRoute) -> {
          List<SiteRate> list = new ArrayList<>(byRoute.values());
          list.sort(Comparator.comparing(SiteRate::usedAt).reversed());
          sorted.put(site, list);
        });
    return sorted;
  }

  private static void put(Map<String, Map<Long, SiteRate>> bySite, SiteRate rate) {
    bySite.computeIfAbsent(rate.site(), site -> new TreeMap<>()).put(rate.routeId(), rate);
  }

  private static SiteAllowance allowance(LearnedRate rate, Instant now) {
    return new SiteAllowance(
        rate.perSecond(),
        rate.connections(),
        rate.pausedUntil().filter(until -> until.isAfter(now)),
        rate.lastReply());
  }
}
