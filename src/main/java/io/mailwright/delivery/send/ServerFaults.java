package io.mailwright.delivery.send;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells a server that puts off whatever comes from one that stumbles over a mail now and then: by
 * how many it put off in a row, for each site and route. Thread-safe; while none does, a look into
 * an empty map for each mail.
 */
final class ServerFaults {
  private static final int IN_A_ROW = 3;

  /** More than that, and what is known is of sites that nobody sends to any more. */
  private static final int MOST_SITES = 10_000;

  private final Map<SiteByRoute, Integer> inARow = new ConcurrentHashMap<>();

  private record SiteByRoute(long routeId, String site) {}

  /**
   * A mail was put off for a fault of the server's.
   *
   * @return whether it is one too many to be chance
   */
  boolean isMoreThanChance(long routeId, String site) {
    if (inARow.size() >= MOST_SITES) {
      inARow.clear();
    }
    return inARow.merge(new SiteByRoute(routeId, site), 1, Integer::sum) >= IN_A_ROW;
  }

  /** The server took or refused a mail as it should. */
  void answered(long routeId, String site) {
    if (!inARow.isEmpty()) {
      inARow.remove(new SiteByRoute(routeId, site));
    }
  }
}
