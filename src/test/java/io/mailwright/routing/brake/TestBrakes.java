package io.mailwright.routing.brake;

import io.mailwright.kernel.db.Database;
import java.time.Clock;
import java.time.Instant;

/** The stored brakes for tests of other packages. */
public final class TestBrakes {
  private TestBrakes() {}

  /** The product's own, which tell nobody. */
  public static CampaignBrakes on(Database database, Clock clock) {
    return new CampaignBrakes(
        new BrakeStore(database), clock, site -> site, held -> {}, released -> {});
  }

  /** In memory, of a campaign whose canary is in this phase. */
  public static CampaignBrakes after(
      long campaignId, CanaryPhase phase, Instant lookAt, Clock clock) {
    TrialBrakes store = new TrialBrakes();
    store.save(campaignId, new CanaryState(phase, lookAt, "451 later", 3));
    return new CampaignBrakes(store, clock, site -> site, held -> {}, released -> {});
  }

  /** In memory, of a campaign whose breaker leaves a site alone until then. */
  public static CampaignBrakes holding(long campaignId, String site, Instant until, Clock clock) {
    TrialBrakes store = new TrialBrakes();
    store.save(campaignId, new SiteState(site, 2, until, "breaker: too many until " + until, ""));
    return new CampaignBrakes(store, clock, any -> any, held -> {}, released -> {});
  }
}
