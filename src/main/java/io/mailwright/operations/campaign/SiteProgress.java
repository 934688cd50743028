package io.mailwright.operations.campaign;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.SiteLanes;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a campaign is at one site.
 *
 * @param site its name as in quotas and rates; {@link SiteLanes#OTHERS} for all the small ones
 *     together
 * @param name what people call it
 * @param workers how many workers send to it alone
 * @param hold why none of its open mails can go now
 * @param lastDueAt when the last of its deferred mails is tried again
 */
public record SiteProgress(
    String site,
    String name,
    DeliveryCounts counts,
    int workers,
    Optional<SiteHold> hold,
    Optional<Instant> lastDueAt) {
  /** Whether it stands for all the small sites together. */
  public boolean isOthers() {
    return site.equals(SiteLanes.OTHERS);
  }

  /** Mails that were accepted. */
  public long sent() {
    return counts.of(DeliveryState.SENT);
  }

  /** Mails that are tried again. */
  public long deferred() {
    return counts.of(DeliveryState.DEFERRED);
  }

  /** Recipients that got nothing and will get nothing. */
  public long failed() {
    return counts.of(DeliveryState.FAILED) + counts.of(DeliveryState.EXPIRED);
  }
}
