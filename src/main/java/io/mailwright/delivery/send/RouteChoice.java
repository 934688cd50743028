package io.mailwright.delivery.send;

import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.SourceTurns;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses among the fit routes of a pool by weight, smoothly: 3 to 1 gives A A B A, not A A A B. A
 * server's share is that of all its sources together; where these change after N mails, the one
 * whose turn it is stands for the server. A route that has not let anybody of the run in yet is
 * left to the first who tries it while there is another: one that is silent would hold all who come
 * to it. One a run; thread-safe.
 */
final class RouteChoice {
  /** Shares are whole numbers of this part of a server's weight. */
  private static final long PARTS = 1_000_000;

  /** How long to wait for the first word of one of several servers before any will do. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RouteHealth health;
  private final SourceTurns turns;
  private final Map<Long, Long> credit = new HashMap<>();
  private final Set<Long> proven = new HashSet<>();
  private final Map<Long, Integer> tries = new HashMap<>();

  RouteChoice(RouteHealth health, SourceTurns turns) {
    this.health = health;
    this.turns = turns;
  }

  /**
   * A fit route, entered; empty if none is. {@link #tried} is to be said of it.
   *
   * @throws InterruptedException if the thread is interrupted while it waits for a server to answer
   */
  synchronized Optional<ChosenRoute> choose(List<Route> routes) throws InterruptedException {
    Optional<ChosenRoute> chosen = Optional.empty();
    List<Route> fit = preferred(routes);
    while (chosen.isEmpty() && !fit.isEmpty()) {
      Route next = next(fit);
      chosen = health.enter(next.id()).map(pass -> new ChosenRoute(next, pass));
      // Another run may have been faster.
      fit = fit.stream().filter(r -> r != next).toList();
    }
    chosen.ifPresent(c -> tries.merge(c.route().id(), 1, Integer::sum));
    return chosen;
  }

  /**
   * What came of connecting to a chosen route. Trouble is to be told to {@link RouteHealth} before.
   *
   * @param isConnected whether there is a connection
   */
  synchronized void tried(Route route, boolean isConnected) {
    tries.merge(route.id(), -1, Integer::sum);
    if (isConnected) {
      health.connected(route.id());
      proven.add(route.id());
    }
    notifyAll();
  }

  private List<Route> preferred(List<Route> routes) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long left = PATIENCE.toMillis();
    List<Route> fit = fit(routes);
    List<Route> free = free(fit);
    while (free.isEmpty() && fit.size() > 1 && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
      fit = fit(routes);
      free = free(fit);
    }
    return free.isEmpty() ? fit : free;
  }

  private List<Route> free(List<Route> fit) {
    return fit.stream()
        .filter(r -> proven.contains(r.id()) || tries.getOrDefault(r.id(), 0) == 0)
        .toList();
  }

  private List<Route> fit(List<Route> routes) {
    return inTurn(routes.stream().filter(r -> health.restOf(r.id()).isEmpty()).toList(), routes);
  }

  /** Of a server whose sources take turns, the one whose turn it is. */
  private List<Route> inTurn(List<Route> fit, List<Route> all) {
    if (fit.stream().noneMatch(Route::takesTurns)) {
      return fit;
    }
    Map<Long, Integer> mails = new HashMap<>();
    fit.forEach(r -> mails.put(r.id(), r.rotateAfter()));
    return fit.stream()
        .filter(
            r ->
                !r.takesTurns()
                    || turns.whose(
                            r.serverId(),
                            all.stream()
                                .filter(o -> o.serverId() == r.serverId())
                                .map(Route::id)
                                .toList(),
                            mails::containsKey,
                            mails::get)
                        == r.id())
        .toList();
  }

  /**
   * Takes a mail of the route's turn.
   *
   * @return false if the next source has its turn now
   */
  boolean takesTurn(Route route) {
    return !route.takesTurns() || turns.take(route.serverId(), route.id());
  }

  private Route next(List<Route> fit) {
    Map<Long, Integer> weights = new HashMap<>();
    fit.forEach(r -> weights.merge(r.serverId(), r.weight(), Integer::sum));
    long total = 0;
    for (Route route : fit) {
      long share = PARTS * route.serverWeight() * route.weight() / weights.get(route.serverId());
      credit.merge(route.id(), share, Long::sum);
      total += share;
    }
    Route chosen =
        fit.stream().max(Comparator.comparingLong(r -> credit.get(r.id()))).orElseThrow();
    credit.merge(chosen.id(), -total, Long::sum);
    return chosen;
  }

  /** Why no route is fit, and until when. */
  Optional<RouteHealth.Rest> soonest(List<Route> routes) {
    return routes.stream()
        .map(r -> health.restOf(r.id()))
        .flatMap(Optional::stream)
        .min(Comparator.comparing(RouteHealth.Rest::until));
  }
}
