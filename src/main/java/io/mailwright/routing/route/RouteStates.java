package io.mailwright.routing.route;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where the health and the counters of routes are kept; shared by all nodes. Thread-safe. */
public interface RouteStates {
  /**
   * What was sent over a route since the last time.
   *
   * @param sent accepted mails
   * @param deferred mails to be tried again
   * @param failed mails refused for good, for themselves
   * @param refused mails and sessions refused for the route
   * @param lastReply the last reply that was no acceptance, as the server said it
   */
  record Counted(
      long routeId,
      long sent,
      long deferred,
      long failed,
      long refused,
      Optional<String> lastReply) {}

  /**
   * All routes that are not healthy.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if it cannot be read
   */
  List<RouteCondition> ailing();

  /** The condition of one, also if it is healthy; empty if nothing was ever said of it. */
  Optional<RouteCondition> find(long routeId);

  /**
   * Changes the condition of a route, unless another did so since it was seen.
   *
   * @param seen what was seen; its number of changes counts
   * @param next what it is to be
   * @return whether it was changed; the number of changes is one more then
   */
  boolean change(RouteCondition seen, RouteCondition next);

  /** Adds to the counters, in one transaction. */
  void count(Collection<Counted> counted);
}
