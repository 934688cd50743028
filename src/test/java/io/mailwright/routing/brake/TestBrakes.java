package io.mailwright.routing.brake;

import io.mailwright.kernel.db.Database;
import java.time.Clock;

/** The stored brakes for tests of other packages. */
public final class TestBrakes {
  private TestBrakes() {}

  /** The product's own, which tell nobody. */
  public static CampaignBrakes on(Database database, Clock clock) {
    return new CampaignBrakes(
        new BrakeStore(database), clock, site -> site, held -> {}, released -> {});
  }
}
