package io.mailwright.delivery.send;

import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.KillSwitch;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.policy.RouteSignal;
import io.mailwright.delivery.policy.Verdict;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.route.RouteHealth;
import jakarta.annotation.Nullable;
import java.time.Duration;
import java.util.Optional;

/**
 * The connection of one worker, at most one at a time, with its place among those that the server
 * takes. A server that refuses one while others stand is full: it gets no more than these, and is
 * not put to rest. Used by one thread.
 */
final class ServerConnection {
  private final SendTools tools;
  private final Settlements settlements;
  private final RouteHealth health;
  private final long campaignId;
  private final KillSwitch killSwitch;
  @Nullable private CourierSession session;
  @Nullable private Route route;
  private boolean hasPlace;

  /** What campaigns share. */
  private record ConnectionsOf(long routeId, String route) {
    @Override
    public String toString() {
      return "the connections of route " + route;
    }
  }

  ServerConnection(
      SendTools tools,
      Settlements settlements,
      RouteHealth health,
      long campaignId,
      KillSwitch killSwitch) {
    this.tools = tools;
    this.settlements = settlements;
    this.health = health;
    this.campaignId = campaignId;
    this.killSwitch = killSwitch;
  }

  boolean isOpen() {
    return session != null;
  }

  /** The session of an open one. */
  CourierSession session() {
    return session;
  }

  /**
   * Opens it; tells the route's health of trouble.
   *
   * @param patience how long to wait while as many are open as people allow
   * @return what keeps it closed, where that is the number of connections
   */
  Optional<Hold> open(Route next, Duration patience) throws InterruptedException {
    route = next;
    Optional<Hold> full = place();
    if (full.isPresent()) {
      return full;
    }
    hasPlace = true;
    Duration opening = health.openings().with(next.id());
    try {
      Optional<CourierSession> borrowed =
          tools.connections().borrow(next.endpoint().openedIn(opening), patience, killSwitch);
      if (borrowed.isEmpty()) {
        return Optional.of(allInUse(patience));
      }
      session = borrowed.get();
      tools.connectionsTaken().stands(next.id());
      return Optional.empty();
    } catch (RouteFailure e) {
      return killSwitch.isPulled() ? Optional.empty() : failed(e, opening);
    } finally {
      if (session == null) {
        leavePlace();
      }
    }
  }

  private Optional<Hold> place() {
    if (!tools.connectionsTaken().takesFew(route.id())) {
      return tools.connectionsTaken().mayConnect(route.id(), route.name());
    }
    ConnectionsOf key = new ConnectionsOf(route.id(), route.name());
    Optional<Hold> turn = tools.shares().take(key, campaignId);
    if (turn.isPresent()) {
      return turn.map(t -> new Hold(HoldScope.ROUTE, t.until(), t.why()));
    }
    Optional<Hold> full = tools.connectionsTaken().mayConnect(route.id(), route.name());
    if (full.isPresent()) {
      tools.shares().refused(key, campaignId, tools.clock().instant());
    }
    return full;
  }

  private Hold allInUse(Duration patience) {
    return new Hold(
        HoldScope.ROUTE,
        tools.clock().instant().plus(patience),
        "all "
            + route.endpoint().maxConnections()
            + " connections of "
            + route.name()
            + " are in use");
  }

  private Optional<Hold> failed(RouteFailure failure, Duration opening) {
    Verdict verdict = tools.policy().judge(failure.toOutcome());
    if (verdict instanceof Verdict.RouteTrouble trouble
        && (isTooMany(trouble) || isTurnedAway(trouble, failure.phase()))
        && isOnlyFull(trouble)) {
      return Optional.of(tools.connectionsTaken().full(route.id(), route.name()));
    }
    if (failure.isSilence()) {
      health.openings().silent(route.id(), opening);
    }
    settlements.routeTrouble(route, verdict);
    return Optional.empty();
  }

  /**
   * Over an open one the server said that there are too many.
   *
   * @return what holds the route now; empty if this was the only one, which is trouble
   */
  Optional<Hold> isOneTooMany(Verdict verdict) {
    return verdict instanceof Verdict.RouteTrouble trouble
            && isTooMany(trouble)
            && isOnlyFull(trouble)
        ? Optional.of(tools.connectionsTaken().full(route.id(), route.name()))
        : Optional.empty();
  }

  private static boolean isTooMany(Verdict.RouteTrouble trouble) {
    return trouble.signal().kind() == RouteSignal.Kind.CONNECTIONS;
  }

  /** As a server does without a word, or a firewall for it. */
  private static boolean isTurnedAway(Verdict.RouteTrouble trouble, Phase phase) {
    return phase == Phase.CONNECT && trouble.signal().kind() == RouteSignal.Kind.UNREACHABLE;
  }

  private boolean isOnlyFull(Verdict.RouteTrouble trouble) {
    boolean othersStand =
        hasPlace && tools.connectionsTaken().refused(route.id(), trouble.signal().retryAfter());
    hasPlace = false;
    if (othersStand) {
      tools.counters().refused(route.id(), trouble.reply());
    }
    return othersStand;
  }

  private void leavePlace() {
    if (hasPlace) {
      hasPlace = false;
      tools.connectionsTaken().closed(route.id());
    }
  }

  /** Gives it back, if it is open. */
  void close() {
    if (session != null) {
      killSwitch.letGo();
      session.close();
      session = null;
      leavePlace();
    }
  }
}
