package io.mailwright.operations.dryrun;

import io.mailwright.delivery.courier.Connections;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerOffer;
import io.mailwright.delivery.send.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the servers of a pool can take, by their own words.
 *
 * @param known what those said that could be asked
 * @param isAnyUnknown whether others could not, which may take anything
 * @param troubles why not, one line each
 */
record PoolOffers(List<ServerOffer> known, boolean isAnyUnknown, List<String> troubles) {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A server that is silent for longer is one that is not known. */
  private static final Duration OPENING = Duration.ofSeconds(5);

  private static final int MOST_ASKED = 10;

  /** Nobody was asked. */
  static final PoolOffers UNKNOWN = new PoolOffers(List.of(), true, List.of());

  /** Keeps copies. */
  PoolOffers {
    known = List.copyOf(known);
    troubles = List.copyOf(troubles);
  }

  /**
   * Asks the server of each route once, over a connection that sends nothing.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  static PoolOffers ask(List<Route> routes, Connections connections) throws InterruptedException {
    List<ServerOffer> known = new ArrayList<>();
    List<String> troubles = new ArrayList<>();
    Set<Long> asked = new HashSet<>();
    boolean isAnyUnknown = false;
    for (Route route : routes) {
      if (asked.contains(route.serverId())) {
        continue;
      }
      asked.add(route.serverId());
      if (asked.size() > MOST_ASKED) {
        isAnyUnknown = true;
        break;
      }
      try {
        Optional<ServerOffer> offer = ask(route, connections);
        offer.ifPresent(known::add);
        isAnyUnknown |= offer.isEmpty();
      } catch (RouteFailure e) {
        isAnyUnknown = true;
        troubles.add(route.serverName() + ": " + e.getMessage());
      }
    }
    return new PoolOffers(known, isAnyUnknown, troubles);
  }

  private static Optional<ServerOffer> ask(Route route, Connections connections)
      throws RouteFailure, InterruptedException {
    Optional<CourierSession> session =
        connections.borrow(route.endpoint().openedIn(OPENING), PATIENCE);
    if (session.isEmpty()) {
      return Optional.empty();
    }
    try (CourierSession open = session.get()) {
      return Optional.of(open.offer());
    }
  }

  /** Whether some server may take such a mail. */
  boolean takes(long size, boolean needsSmtpUtf8) {
    return isAnyUnknown || known.stream().anyMatch(offer -> offer.takes(size, needsSmtpUtf8));
  }

  /** Whether some server may offer SMTPUTF8. */
  boolean takesUtf8() {
    return takes(0, true);
  }

  /** The most octets that any takes; empty if one takes any or may. */
  OptionalLong largest() {
    return isAnyUnknown || known.stream().anyMatch(offer -> offer.sizeLimit() == 0)
        ? OptionalLong.empty()
        : known.stream().mapToLong(ServerOffer::sizeLimit).max();
  }
}
