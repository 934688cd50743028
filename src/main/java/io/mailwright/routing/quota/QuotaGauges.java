package io.mailwright.routing.quota;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells people how full quotas are. It reads what the database has and takes nothing, so asking
 * holds no mail back. Not for the sending path. Thread-safe.
 */
@ApplicationScoped
public class QuotaGauges {
  private QuotaStore store;
  private SteadyTime time;

  QuotaGauges() {}

  /** For injection and tests. */
  @Inject
  QuotaGauges(QuotaStore store, SteadyTime time) {
    this.store = store;
    this.time = time;
  }

  /** The quotas of a site, in an order that does not change. */
  public List<QuotaGauge> ofSite(String site) {
    return of(quota -> quota.scope() == QuotaScope.SITE && quota.subject().equals(site));
  }

  /**
   * The quotas of routes: those of the server, then those of the source.
   *
   * @param servers the server of each route
   * @return those of each route, by its id
   */
  public Map<Long, List<QuotaGauge>> ofRoutes(Map<Long, Long> servers) {
    Map<QuotaScope, Map<String, List<QuotaGauge>>> gauges =
        of(quota -> isOfRoute(quota, servers)).stream()
            .collect(
                Collectors.groupingBy(
                    QuotaGauge::scope, Collectors.groupingBy(QuotaGauge::subject)));
    Map<Long, List<QuotaGauge>> byRoute = new HashMap<>();
    servers.forEach(
        (route, server) ->
            byRoute.put(
                route,
                Stream.concat(
                        some(gauges, QuotaScope.SERVER, server),
                        some(gauges, QuotaScope.SOURCE, route))
                    .toList()));
    return byRoute;
  }

  private static boolean isOfRoute(AppliedQuota quota, Map<Long, Long> servers) {
    return switch (quota.scope()) {
      case SERVER -> servers.containsValue(Long.valueOf(quota.subject()));
      case SOURCE -> servers.containsKey(Long.valueOf(quota.subject()));
      case SENDER, SITE, CAMPAIGN -> false;
    };
  }

  private static Stream<QuotaGauge> some(
      Map<QuotaScope, Map<String, List<QuotaGauge>>> gauges, QuotaScope scope, long id) {
    return gauges.getOrDefault(scope, Map.of()).getOrDefault(Long.toString(id), List.of()).stream();
  }

  private List<QuotaGauge> of(Predicate<AppliedQuota> wanted) {
    List<AppliedQuota> quotas = store.all().stream().filter(wanted).toList();
    Map<String, Usage> usages = store.usages(quotas, time.micros());
    return quotas.stream().map(quota -> gauge(quota, usages.get(quota.meter()))).toList();
  }

  /** Some quotas of their own, by id. */
  public Map<Long, QuotaGauge> of(Collection<Quota> quotas) {
    Map<Long, AppliedQuota> applied = new HashMap<>();
    quotas.forEach(quota -> applied.put(quota.id(), AppliedQuota.of(quota)));
    Map<String, Usage> usages = store.usages(applied.values(), time.micros());
    Map<Long, QuotaGauge> gauges = new HashMap<>();
    applied.forEach((id, quota) -> gauges.put(id, gauge(quota, usages.get(quota.meter()))));
    return gauges;
  }

  private static QuotaGauge gauge(AppliedQuota quota, Usage usage) {
    QuotaRule rule = quota.rule();
    return new QuotaGauge(
        quota.scope(),
        quota.subject(),
        rule,
        usage.used(rule),
        usage.left(rule) > 0
            ? Optional.empty()
            : Optional.of(QuotaRule.instant(usage.freeAt(rule))));
  }
}
