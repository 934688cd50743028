package io.mailwright.campaign;

import io.mailwright.kernel.db.Database;
import jakarta.persistence.EntityManager;
import java.time.Clock;

/** The stored campaigns for tests of other packages. */
public final class TestCampaigns {
  private TestCampaigns() {}

  /** The product's own repository, in the open transaction of these entities. */
  public static CampaignRepository of(EntityManager entities, Database database, Clock clock) {
    return new JpaCampaignRepository(entities, database, id -> true, clock);
  }
}
