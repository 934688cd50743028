package io.mailwright.operations.campaign;

import io.mailwright.kernel.db.Database;
import java.time.Clock;

/** What is due, for tests of other packages. */
public final class TestDueCampaigns {
  private TestDueCampaigns() {}

  /** The product's own, on a test database. */
  public static DueCampaigns of(Database database, Clock clock) {
    return new DueCampaigns(new ResumeTimes(database, clock));
  }
}
