package io.mailwright.routing.brake;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the canaries and breakers of campaigns are kept. */
interface BrakeRecords {
  /** The canary of a campaign, if it ever had one. */
  Optional<CanaryState> canary(long campaignId);

  /** Writes phase, time and words; complaints are counted by {@link #complained}. */
  void save(long campaignId, CanaryState state);

  /** Counts a complaint about a campaign that has a canary. */
  void complained(long campaignId);

  /**
   * Lets the others go although the canary waits or was refused.
   *
   * @return whether it was so
   */
  boolean letGoOn(long campaignId);

  /** A campaign's sites, by name. */
  List<SiteState> sites(long campaignId);

  /** Writes what is known of a site. */
  void save(long campaignId, SiteState state);

  /** The sites that were to be left alone and were not let go by hand since. */
  Set<String> held(long campaignId);

  /**
   * Lets a site go on.
   *
   * @return whether it was held
   */
  boolean release(long campaignId, String site);
}
