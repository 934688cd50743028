package io.mailwright.routing.rate;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.scope.NodeSingleton;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections servers take by each route, adapted to what they refuse: a server that turns
 * the fourth away while three stand is full, not broken. Of this node and in its memory: after a
 * restart a few refused connections, and no mail, tell it anew.
 *
 * <p>Thread-safe; a look into a map for each connection, and none for a mail.
 */
@NodeSingleton
public class RouteConnections {
  private final Map<Long, ConnectionControl> all = new ConcurrentHashMap<>();
  private Clock clock;

  /** For injection and tests. */
  @Inject
  public RouteConnections(Clock clock) {
    this.clock = clock;
  }

  /** Whether its server has refused connections, so that campaigns share them. */
  public boolean takesFew(long routeId) {
    return of(routeId).most() != ConnectionControl.FREE;
  }

  /**
   * How many connections may be open by the route now, with the one that may be tried; {@link
   * Integer#MAX_VALUE} if none was refused.
   */
  public int most(long routeId) {
    return of(routeId).mostNow(clock.millis());
  }

  /**
   * Takes a place for one connection. Who has one says whether it {@link #stands} or was {@link
   * #refused}, which gives the place back, and when it is {@link #closed}.
   *
   * @param label the route's name for people
   * @return empty if it may be opened now
   */
  public Optional<Hold> mayConnect(long routeId, String label) {
    ConnectionControl at = of(routeId);
    long now = clock.millis();
    long until = at.mayConnect(now, false);
    return until == 0 ? Optional.empty() : Optional.of(full(at, label, now, until));
  }

  /** What keeps others from connecting by a route whose server has just refused one. */
  public Hold full(long routeId, String label) {
    long now = clock.millis();
    return full(of(routeId), label, now, now + ConnectionControl.ASK_AGAIN);
  }

  private static Hold full(ConnectionControl at, String label, long now, long until) {
    Instant more = Instant.ofEpochMilli(at.growAt());
    return new Hold(
        HoldScope.ROUTE,
        Instant.ofEpochMilli(until),
        at.isPaused(now)
            ? "the server of route " + label + " wants no new connection until " + more
            : "the server of route "
                + label
                + " takes "
                + at.most()
                + " connections at a time; one more is tried after "
                + more);
  }

  /** The connection is open. */
  public void stands(long routeId) {
    of(routeId).connected();
  }

  /** It is no longer used, or its place was not. */
  public void closed(long routeId) {
    of(routeId).closed();
  }

  /**
   * The connection was refused.
   *
   * @param retryAfter how long the server asks to be left alone, if it does
   * @return whether others stand: then the server has enough of them, and is not in trouble
   */
  public boolean refused(long routeId, Optional<Duration> retryAfter) {
    return of(routeId).refused(clock.millis(), SiteRoute.millis(retryAfter));
  }

  private ConnectionControl of(long routeId) {
    return all.computeIfAbsent(routeId, id -> new ConnectionControl());
  }
}
