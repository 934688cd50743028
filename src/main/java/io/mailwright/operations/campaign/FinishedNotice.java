package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignFinished;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.operations.notice.NoticeRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;

/** Says once in the console that a campaign is finished, with its numbers. */
@ApplicationScoped
class FinishedNotice {
  private CampaignRepository campaigns;
  private DeliveryQuery deliveries;
  private NoticeRepository notices;

  FinishedNotice() {}

  @Inject
  FinishedNotice(CampaignRepository campaigns, DeliveryQuery deliveries, NoticeRepository notices) {
    this.campaigns = campaigns;
    this.deliveries = deliveries;
    this.notices = notices;
  }

  void finished(@Observes CampaignFinished event) {
    Campaign campaign = campaigns.get(event.campaignId());
    DeliveryCounts counts = deliveries.counts(event.campaignId());
    notices.say(
        level(counts),
        "campaign-completed",
        Optional.of(campaign.id()),
        Optional.empty(),
        "Campaign “" + campaign.name() + "” is finished",
        counts.of(DeliveryState.SENT)
            + " of "
            + counts.total()
            + " accepted, "
            + counts.of(DeliveryState.FAILED)
            + " failed, "
            + counts.of(DeliveryState.EXPIRED)
            + " expired, "
            + counts.of(DeliveryState.SUPPRESSED)
            + " suppressed, "
            + counts.of(DeliveryState.IN_DOUBT)
            + " in doubt",
        "campaign-completed:" + campaign.id());
  }

  /** A campaign that reached nobody must not look like a success. */
  static String level(DeliveryCounts counts) {
    boolean reachedNobody = counts.of(DeliveryState.SENT) == 0;
    if (reachedNobody && counts.of(DeliveryState.FAILED) + counts.of(DeliveryState.EXPIRED) > 0) {
      return "error";
    }
    return reachedNobody || counts.of(DeliveryState.IN_DOUBT) > 0 ? "warning" : "info";
  }
}
