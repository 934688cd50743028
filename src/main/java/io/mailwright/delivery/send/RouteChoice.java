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

  /** A fit route, entered; empty if none is. */
  synchronized Optional<ChosenRoute> choose(List<Route> routes) {
    Optional<ChosenRoute> chosen = Optional.empty();
    List<Route> fit = fit(routes);
    while (chosen.isEmpty() && !fit.isEmpty()) {
      Route next = next(fit);
      chosen = health.enter(next.serverId()).map(pass -> new ChosenRoute(next, pass));
      // Another run may have been faster.
      fit = fit.stream().filter(r -> r != next).toList();
    }
    return chosen;
  }

  private List<Route> fit(List<Route> routes) {
    return routes.stream().filter(r -> health.restOf(r.serverId()).isEmpty()).toList();
  }

  private Route next(List<Route> fit) {
    long total = 0;
    for (Route route : fit) {
      credit.merge(route.serverId(), (long) route.weight(), Long::sum);
      total += route.weight();
    }
    Route chosen =
        fit.stream().max(Comparator.comparingLong(r -> credit.get(r.serverId()))).orElseThrow();
    credit.merge(chosen.serverId(), -total, Long::sum);
    return chosen;
  }

  /** Why no route is fit, and until when. */
  Optional<RouteHealth.Rest> soonest(List<Route> routes) {
    return routes.stream()
        .map(r -> health.restOf(r.serverId()))
        .flatMap(Optional::stream)
        .min(Comparator.comparing(RouteHealth.Rest::until));
  }
}
