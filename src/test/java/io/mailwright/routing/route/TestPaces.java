package io.mailwright.routing.route;

import io.mailwright.kernel.db.Database;
import java.time.Clock;

/** Intervals for tests of other packages. */
public final class TestPaces {
  private TestPaces() {}

  /** A node's. */
  public static Pace of(Database database, Clock clock) {
    return new Pace(new JdbcPaceStore(database), clock);
  }
}
