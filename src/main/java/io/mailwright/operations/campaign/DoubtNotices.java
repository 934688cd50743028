package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.operations.notice.NoticeRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says when more mails of a campaign are in doubt than were before, whatever left them so, at most
 * once an hour of each campaign. For one timer's thread.
 */
@ApplicationScoped
public class DoubtNotices {
  private static final Duration PAUSE = Duration.ofHours(1);
  private static final int CAMPAIGNS = 200;
  private static final DeliveryCounts NONE = new DeliveryCounts(Map.of());

  private CampaignProgressQuery progress;
  private CampaignRepository campaigns;
  private DeliveryQuery deliveries;
  private NoticeRepository notices;
  private Set<Long> seen = Set.of();

  /** For CDI. */
  protected DoubtNotices() {}

  @Inject
  DoubtNotices(
      CampaignProgressQuery progress,
      CampaignRepository campaigns,
      DeliveryQuery deliveries,
      NoticeRepository notices) {
    this.progress = progress;
    this.campaigns = campaigns;
    this.deliveries = deliveries;
    this.notices = notices;
  }

  /** Looks once. */
  public void look() {
    List<Long> doubtful = progress.inDoubt(CAMPAIGNS);
    Map<Long, DeliveryCounts> counts = deliveries.counts(doubtful);
    doubtful.forEach(id -> say(id, counts.getOrDefault(id, NONE).of(DeliveryState.IN_DOUBT)));
    // Of those that are cleared up it is kept in mind, so that the next doubt is said.
    seen.stream().filter(id -> !doubtful.contains(id)).forEach(id -> say(id, 0));
    seen = Set.copyOf(doubtful);
  }

  private void say(long campaignId, long count) {
    String name = campaigns.find(campaignId).map(Campaign::name).orElse(Long.toString(campaignId));
    notices.sayOfMore(
        PAUSE,
        "warning",
        "campaign-in-doubt",
        Optional.of(campaignId),
        "Mails of campaign “" + name + "” are in doubt: " + count,
        "The server's last answer was lost, so they may have arrived. None is sent again before a person decides, or the campaign's rule does.",
        "campaign-in-doubt:" + campaignId,
        count);
  }
}
