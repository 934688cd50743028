package io.mailwright.delivery.send;

import java.util.HashSet;
import java.util.Set;

/**
 * The stay of a worker with a route, from the choice to the end of its connection: what it may
 * still begin and finish there. Used by one thread.
 */
final class RouteVisit {
  private ChosenRoute by;
  private boolean over;
  private boolean refused;
  private final Set<String> refusingSites = new HashSet<>();

  void begin(ChosenRoute next) {
    by = next;
    over = false;
    refused = false;
    refusingSites.clear();
  }

  /** Where it is. */
  ChosenRoute by() {
    return by;
  }

  /** Where it is. */
  Route route() {
    return by.route();
  }

  /** Nothing more goes by this route, at least for now. */
  void end() {
    over = true;
  }

  /** The server said so itself: a mail whose envelope is written already is given up, too. */
  void refuse() {
    over = true;
    refused = true;
  }

  /** The site wants less by this route: no mail to it that is written ahead is finished. */
  void refuse(String site) {
    over = true;
    refusingSites.add(site);
  }

  boolean isOver() {
    return over;
  }

  boolean isRefused(String site) {
    return refused || refusingSites.contains(site);
  }
}
