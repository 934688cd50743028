package io.mailwright.delivery.send;

import io.mailwright.routing.route.RouteHealth;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses among the fit routes of a pool by weight, smoothly: 3 to 1 gives A A B A, not A A A B.
 * One a run; thread-safe.
 */
final class RouteChoice {
  private final RouteHealth health;
  private final Map<Long, Long> credit = new HashMap<>();

  RouteChoice(RouteHealth health) {
    this.health = health;
  }

  synchronized Optional<Route> choose(List<Route> routes) {
    List<Route> fit = routes.stream().filter(r -> health.restOf(r.serverId()).isEmpty()).toList();
    if (fit.isEmpty()) {
      return Optional.empty();
    }
    long total = 0;
    for (Route route : fit) {
      credit.merge(route.serverId(), (long) route.weight(), Long::sum);
      total += route.weight();
    }
    Route chosen =
        fit.stream().max(Comparator.comparingLong(r -> credit.get(r.serverId()))).orElseThrow();
    credit.merge(chosen.serverId(), -total, Long::sum);
    return Optional.of(chosen);
  }

  /** Why no route is fit, and until when. */
  Optional<RouteHealth.Rest> soonest(List<Route> routes) {
    return routes.stream()
        .map(r -> health.restOf(r.serverId()))
        .flatMap(Optional::stream)
        .min(Comparator.comparing(RouteHealth.Rest::until));
  }
}
