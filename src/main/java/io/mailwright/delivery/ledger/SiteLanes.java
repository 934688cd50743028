package io.mailwright.delivery.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a campaign is at one site, and whether anything can be sent to it now.
 *
 * @param site its name as in the lanes; {@link #OTHERS} for all that share lanes with others
 * @param counts its recipients by state
 * @param workers how many lanes of it are in workers' hands; 0 for a site without lanes of its own
 * @param readyAt when its first open recipient may be taken; empty if one may be now, or none is
 *     left
 * @param why what holds them until then, as it was kept
 * @param lastDueAt when the last of those is due that wait for a time of their own, as deferred
 *     ones do
 */
public record SiteLanes(
    String site,
    DeliveryCounts counts,
    int workers,
    Optional<Instant> readyAt,
    Optional<String> why,
    Optional<Instant> lastDueAt) {
  /** All sites that have no lanes of their own, where they are too many to be told apart. */
  public static final String OTHERS = LanePlan.REST;

  /**
   * How many lanes a site of so many recipients has, and so the most workers at a time.
   *
   * @param total recipients of the campaign
   * @param workers that it was started with
   * @return 0 if it shares lanes with other sites
   */
  public static int ownLanes(long recipients, long total, int workers) {
    return LanePlan.ownLanes(recipients, total, workers);
  }
}
