package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.operations.notice.NoticeRepository;
import io.mailwright.routing.brake.SiteHeld;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;

/** Says once for a campaign and a site that the breaker leaves the site alone. */
@ApplicationScoped
class SiteHeldNotice {
  private CampaignRepository campaigns;
  private NoticeRepository notices;
  private SiteDirectory directory;

  SiteHeldNotice() {}

  @Inject
  SiteHeldNotice(CampaignRepository campaigns, NoticeRepository notices, SiteDirectory directory) {
    this.campaigns = campaigns;
    this.notices = notices;
    this.directory = directory;
  }

  void held(@Observes SiteHeld event) {
    String name =
        campaigns
            .find(event.campaignId())
            .map(Campaign::name)
            .orElse(Long.toString(event.campaignId()));
    notices.say(
        "warning",
        "campaign-site-held",
        Optional.of(event.campaignId()),
        Optional.empty(),
        "Campaign “"
            + name
            + "” leaves "
            + directory.displayName(event.site())
            + " alone for a while",
        event.why(),
        "campaign-site-held:" + event.campaignId() + ":" + event.site());
  }
}
