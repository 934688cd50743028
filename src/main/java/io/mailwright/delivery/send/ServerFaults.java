package io.mailwright.delivery.send;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells a server that puts off whatever comes from one that stumbles over a mail now and then: by
 * how many it put off in a row, for each site and route, and for each route whatever the site.
 * Thread-safe; while none does, a look into an empty map for each mail.
 */
final class ServerFaults {
  private static final int IN_A_ROW = 3;

  /** The same to sites that have few mails each. */
  private static final int IN_A_ROW_OF_ROUTE = 10;

  /** More than that, and what is known is of sites that nobody sends to any more. */
  private static final int MOST_SITES = 10_000;

  private final Map<SiteByRoute, Integer> ofSites = new ConcurrentHashMap<>();
  private final Map<Long, Integer> ofRoutes = new ConcurrentHashMap<>();

  private record SiteByRoute(long routeId, String site) {}

  /**
   * A mail was put off for a fault of the server's.
   *
   * @return whether it is one too many to be chance
   */
  boolean putOff(long routeId, String site) {
    if (ofSites.size() >= MOST_SITES) {
      ofSites.clear();
    }
    int ofSite = ofSites.merge(new SiteByRoute(routeId, site), 1, Integer::sum);
    int ofRoute = ofRoutes.merge(routeId, 1, Integer::sum);
    return ofSite >= IN_A_ROW || ofRoute >= IN_A_ROW_OF_ROUTE;
  }

  /** The server took or refused a mail as it should. */
  void answered(long routeId, String site) {
    if (!ofRoutes.isEmpty()) {
      ofRoutes.remove(routeId);
    }
    if (!ofSites.isEmpty()) {
      ofSites.remove(new SiteByRoute(routeId, site));
    }
  }
}
