package io.mailwright.console.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignState;
import io.mailwright.campaign.calendar.CronCalendar;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.operations.campaign.CampaignProgress;
import java.time.Instant;
import java.util.Optional;

/** A campaign with how far it is, as lists show it. */
public record CampaignLine(Campaign campaign, CampaignProgress progress) {

  /** The colour of its state. */
  public String tone() {
    return switch (campaign.state()) {
      case PREPARING, RUNNING -> "live";
      case COMPLETED -> "good";
      case WAITING, PAUSED, SCHEDULED -> "warn";
      case INTERRUPTED, FAILED -> "bad";
      case DRAFT, CANCELLED -> "";
    };
  }

  /** Whether the state allows what a button does. */
  public boolean may(String action) {
    return CampaignState.Action.valueOf(action).from().contains(campaign.state());
  }

  /** When it starts by itself next, if it does. */
  public Optional<Instant> nextStart(Instant now) {
    if (campaign.state() != CampaignState.SCHEDULED) {
      return Optional.empty();
    }
    return campaign
        .cron()
        .map(cron -> CronCalendar.of(cron, campaign.zone()).nextAfter(now, 1).stream().findFirst())
        .orElse(campaign.startAt());
  }

  /** Mails in a state, by the state's name. */
  public long count(String state) {
    return progress.counts().of(DeliveryState.valueOf(state));
  }

  /** Accepted mails. */
  public long sent() {
    return count("SENT");
  }

  /** All recipients. */
  public long total() {
    return progress.counts().total();
  }

  /** Recipients that got nothing and will get nothing. */
  public long lost() {
    return count("FAILED") + count("EXPIRED");
  }

  /** Whether its audience is fixed, so that there is something to count. */
  public boolean isCounted() {
    return total() > 0;
  }

  /**
   * Whether its numbers change by themselves. They still do when it is paused, cancelled or
   * completed, as long as a run is at its end or mails are in a worker's hands.
   */
  public boolean isMoving() {
    return campaign.state().isAtWork()
        || campaign.state() == CampaignState.WAITING
        || progress.isRunning()
        || count("CLAIMED") > 0;
  }
}
