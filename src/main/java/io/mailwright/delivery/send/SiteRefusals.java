package io.mailwright.delivery.send;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells a site that refuses a route by a block-list or a policy from a route that is refused. The
 * first refusal is the route's, which is taken out and tried again; the site rests for longer, so
 * that it is another's mail that tries it, if there is one. Where a mail gets through after that,
 * to whomever, who refuses next speaks for itself alone, unless several sites do so with no
 * accepted mail between them. Thread-safe.
 */
final class SiteRefusals {
  /** So many sites that refuse one after the other speak for the route. */
  private static final int SITES_OF_A_ROUTE = 4;

  /** Twice as long as a route's own, which it takes a moment to notice. */
  private static final Duration FIRST_REST = Duration.ofSeconds(10);

  private static final Duration LONGEST_REST = Duration.ofMinutes(30);
  private static final int MOST_DOUBLINGS = 8;
  private static final int MOST_SITES = 1_000;

  private final Map<Long, OfRoute> routes = new ConcurrentHashMap<>();

  /**
   * What a refusal means.
   *
   * @param isOfRoute whether the route is to be taken out
   * @param rest how long the site is to rest by the route
   */
  record Refusal(boolean isOfRoute, Duration rest) {}

  /** What is known of a route that was refused once. Guarded by itself. */
  private static final class OfRoute {
    private final Set<String> sinceAccepted = new HashSet<>();
    private boolean worksElsewhere;

    /** How often in a row a site refused, the last sites. */
    private final Map<String, Integer> inARow =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_SITES;
          }
        };

    private synchronized void accepted(String site) {
      worksElsewhere = true;
      sinceAccepted.clear();
      inARow.remove(site);
    }

    private synchronized Refusal refused(String site) {
      sinceAccepted.add(site);
      worksElsewhere = worksElsewhere && sinceAccepted.size() < SITES_OF_A_ROUTE;
      int before = inARow.merge(site, 1, Integer::sum) - 1;
      Duration rest = FIRST_REST.multipliedBy(1L << Math.min(MOST_DOUBLINGS, before));
      return new Refusal(!worksElsewhere, rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
    }
  }

  /** A mail to the site was accepted by the route. For each mail. */
  void accepted(long routeId, String site) {
    OfRoute route = routes.get(routeId);
    if (route != null) {
      route.accepted(site);
    }
  }

  /** The site refused a mail for where it came from. */
  Refusal refused(long routeId, String site) {
    return routes.computeIfAbsent(routeId, id -> new OfRoute()).refused(site);
  }
}
