package io.mailwright.routing.route;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Routes whose source address this node does not have. They rest here, and other nodes, which may
 * have it, hear nothing of it. After a rest anybody may try: what it takes is no mail and no
 * server's time. Nothing of it is stored. Thread-safe.
 */
final class MissingSources {
  /** After this time without a try nothing shows that the route is still used. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Map<Long, RouteCondition> missing = new ConcurrentHashMap<>();

  /** The address could not be bound. */
  void met(long routeId, Duration longest, String why, Instant now) {
    missing.compute(
        routeId,
        (id, known) ->
            (known == null ? RouteCondition.healthy(id, now) : known)
                .troubled(TroubleKind.NO_SOURCE, longest, why, now));
  }

  /** There is a connection from the address, or a person says that all is well. */
  void found(long routeId) {
    if (!missing.isEmpty()) {
      missing.remove(routeId);
    }
  }

  /** A route that rests. */
  Optional<RouteCondition> resting(long routeId, Instant now) {
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(missing.get(routeId)).filter(c -> c.isResting(now));
  }

  /** What is known of a route, resting or not. */
  Optional<RouteCondition> find(long routeId) {
    return Optional.ofNullable(missing.get(routeId));
  }

  /** Those whose rest is over. */
  Stream<RouteCondition> due(Instant now) {
    return missing.values().stream().filter(c -> !c.isResting(now));
  }

  void forgetOld(Instant now) {
    missing
        .values()
        .removeIf(c -> c.until().filter(t -> t.plus(REMEMBERED).isAfter(now)).isEmpty());
  }
}
