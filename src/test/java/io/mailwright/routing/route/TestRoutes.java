package io.mailwright.routing.route;

import io.mailwright.kernel.db.Database;
import java.time.Clock;

/** The routes of a test database, for tests of other packages. */
public final class TestRoutes {
  private TestRoutes() {}

  /** The product's own directory. */
  public static RouteDirectory directory(Database database) {
    return new JdbcRouteDirectory(database, health(database, Clock.systemUTC()));
  }

  /** The product's own health, as a node has it. */
  public static RouteHealth health(Database database, Clock clock) {
    return new RouteHealth(new JdbcRouteStates(database, clock), clock);
  }
}
