package io.mailwright.delivery.lease;

import io.mailwright.kernel.db.Database;
import java.time.Clock;

/** The product's own leases, for tests of other packages. */
public final class TestLeases {
  private TestLeases() {}

  /** On a database. */
  public static LeaseRepository on(Database database, Clock clock) {
    return new JdbcLeaseRepository(database, clock);
  }
}
