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
 * accepted mail between them. A site that took other mails by the route lately may mean the mail or
 * its recipient alone, until it refuses one after the other. Thread-safe.
 */
final class SiteRefusals {
  /** So many sites that refuse one after the other speak for the route. */
  private static final int SITES_OF_A_ROUTE = 4;

  /** Twice as long as a route's own, which it takes a moment to notice. */
  private static final Duration FIRST_REST = Duration.ofSeconds(10);

  private static final Duration LONGEST_REST = Duration.ofMinutes(30);
  private static final int MOST_DOUBLINGS = 8;

  /** So many refused in a row among accepted ones may be those mails' own matter. */
  private static final int MOST_OF_MAILS = 2;

  private static final int MOST_SITES = 1_000;

  private final Map<Long, OfRoute> routes = new ConcurrentHashMap<>();

  /**
   * What a refusal means.
   *
   * @param isOfRoute whether the route is to be taken out
   * @param rest how long the site is to rest by the route; zero if it may be the mail's own matter
   */
  record Refusal(boolean isOfRoute, Duration rest) {
    private static final Refusal OF_MAIL = new Refusal(false, Duration.ZERO);

    /** Whether it is held against the mail alone. */
    boolean isOfMail() {
      return rest.isZero();
    }
  }

  /** What is known of a route that was refused once. Guarded by itself. */
  private static final class OfRoute {
    private final Set<String> sinceAccepted = new HashSet<>();
    private boolean wasRefused;
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
      worksElsewhere = wasRefused;
      sinceAccepted.clear();
      inARow.remove(site);
    }

    private synchronized Refusal refused(String site, boolean takesOthers) {
      int before = inARow.merge(site, 1, Integer::sum) - 1;
      sinceAccepted.add(site);
      if (takesOthers && before < MOST_OF_MAILS && sinceAccepted.size() < SITES_OF_A_ROUTE) {
        return Refusal.OF_MAIL;
      }
      wasRefused = true;
      worksElsewhere = worksElsewhere && sinceAccepted.size() < SITES_OF_A_ROUTE;
      int doublings = takesOthers ? Math.max(0, before - MOST_OF_MAILS) : before;
      Duration rest = FIRST_REST.multipliedBy(1L << Math.min(MOST_DOUBLINGS, doublings));
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

  /**
   * The site refused a mail for where it came from.
   *
   * @param takesOthers whether it accepted another by the route lately, and named no block-list
   */
  Refusal refused(long routeId, String site, boolean takesOthers) {
    return routes.computeIfAbsent(routeId, id -> new OfRoute()).refused(site, takesOthers);
  }
}
