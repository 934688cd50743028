package io.mailwright.delivery.ledger;

import io.mailwright.routing.brake.SiteTally;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ledger as workers and operators change it. Every method is one short transaction of its own,
 * committed when it returns; counts change in the same transaction.
 *
 * <p>Throws {@link io.mailwright.kernel.db.DatabaseException} when the database fails; nothing was
 * changed then.
 */
public interface Ledger {
  /**
   * Takes a lane and claims due rows of it, as many as the limit allows. The lane is one that this
   * owner holds already without knowing it, one that has been ready for long, or the fullest, so
   * that all come to their end together. Suppressed recipients become SUPPRESSED and deleted
   * contacts CANCELLED instead, with the reason.
   *
   * @param fence the campaign lease's fence
   * @param incarnation this start of this node
   * @param limit by the lane, and by the rows of the campaign that are still to be sent
   * @return empty if no lane is ready and free
   */
  Optional<LaneChunk> claimNext(
      long campaignId, String owner, long fence, long incarnation, ClaimLimit.OfLane limit);

  /**
   * Writes outcomes, and suppresses addresses that are dead. Rows that are no longer claimed under
   * the settlement's fence and attempt stay as they are, except those in doubt only because that
   * claim was taken away: for them an outcome is evidence.
   *
   * @return how many rows changed
   */
  int settle(long campaignId, Collection<Settlement> settlements);

  /** Writes outcomes as {@link #settle}, and gives their lane back, both or neither. */
  int settle(LaneReturn lane, Collection<Settlement> settlements);

  /**
   * When the next free lane is ready; empty if no lane has open rows. Held lanes count as ready
   * now.
   */
  Optional<Instant> nextReady(long campaignId);

  /** Recipients and outcomes by site; those of mixed lanes under the empty name. */
  Map<String, SiteTally> bySite(long campaignId);

  /** What keeps the lane back that is ready first; empty if none is kept back. */
  Optional<String> firstHold(long campaignId);

  /**
   * Limits have changed: lanes that rest for a limit, and rows that were given back for one, are
   * ready now; who cannot be sent even so is held again. Rows that a server put off keep their
   * time.
   *
   * @return how many lanes and rows
   */
  int releaseHolds(long campaignId);

  /** Whether some lane is held by a worker of this run. */
  boolean isAnyLaneHeld(long campaignId);

  /**
   * Before a run: frees all lanes and settles claims of earlier fences: IN_DOUBT, or back to
   * PENDING if the campaign resends. Call under the campaign's lease only.
   *
   * @return how many claims were settled
   */
  long settleStaleClaims(long campaignId, long fence, boolean resend);

  /**
   * After the outcomes of an incarnation's whole journal were settled: what it had claimed and the
   * journal does not name was not sent, and is open again, also where the claim was taken away
   * meanwhile.
   *
   * @return how many rows
   */
  long reopenUnsent(long campaignId, long incarnation);

  /** Campaigns that have rows claimed or in doubt. */
  List<Long> campaignsWithClaims();

  /** Settles rows in doubt as SENT or opens them again. Empty ids: all of the campaign. */
  int settleInDoubt(long campaignId, boolean asSent, List<Long> deliveryIds, String why);

  /** What is open becomes CANCELLED with this reason; claimed rows are left to their worker. */
  long cancelOpen(long campaignId, String why);

  /** Which of these normalised addresses are suppressed now. */
  Set<String> suppressedOf(long campaignId, Collection<String> emailKeys);

  /** Open rows whose address was suppressed since the snapshot. */
  long suppressedAmongOpen(long campaignId);

  /** Recounts a campaign and compares with the kept counts. */
  boolean countsAgree(long campaignId);
}
