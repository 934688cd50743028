package io.mailwright.operations.timer;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.campaign.calendar.CronCalendar;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.campaign.CampaignControl;
import io.mailwright.operations.campaign.DueCampaigns;
import io.mailwright.operations.notice.NoticeRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Starts campaigns that have a time of their own: once at {@code startAt}, or a copy at each time
 * of {@code cron}. What cannot be started is said in a notice, and holds up no other.
 */
@ApplicationScoped
class CampaignFiring {
  private static final String USER = "schedule";

  private CampaignRepository campaigns;
  private DueCampaigns due;
  private CampaignControl control;
  private NoticeRepository notices;
  private Clock clock;

  CampaignFiring() {}

  @Inject
  CampaignFiring(
      CampaignRepository campaigns,
      DueCampaigns due,
      CampaignControl control,
      NoticeRepository notices,
      Clock clock) {
    this.campaigns = campaigns;
    this.due = due;
    this.control = control;
    this.notices = notices;
    this.clock = clock;
  }

  void fireDue() {
    Instant now = clock.instant();
    PageRequest request = PageRequest.first(PageRequest.MAX_LIMIT);
    Page<Campaign> page;
    do {
      page = campaigns.page(request, Set.of(CampaignState.SCHEDULED));
      page.items().forEach(campaign -> fire(campaign, now));
      request = new PageRequest(page.next(), PageRequest.MAX_LIMIT, false);
    } while (page.next().isPresent());
  }

  private void fire(Campaign campaign, Instant now) {
    campaign.startAt().filter(t -> !t.isAfter(now)).ifPresent(t -> startOnce(campaign, t));
    campaign.cron().ifPresent(cron -> takeFiring(campaign, cron, now));
  }

  private void startOnce(Campaign campaign, Instant dueAt) {
    try {
      control.start(campaign.id(), USER);
    } catch (RuntimeException e) {
      // Of two nodes that start it at once, one is refused: then it is at work.
      boolean isLeft =
          campaigns.moveState(
                  campaign.id(),
                  Set.of(CampaignState.SCHEDULED),
                  CampaignState.PAUSED,
                  "could not be started at its time: " + e.getMessage())
              || campaigns.stateOf(campaign.id()).equals(Optional.of(CampaignState.INTERRUPTED));
      if (isLeft) {
        sayNotStarted(campaign, dueAt, e);
      }
    }
  }

  private void takeFiring(Campaign campaign, String cron, Instant now) {
    CronCalendar.of(cron, campaign.zone())
        .nextAfter(now)
        .flatMap(next -> due.takeFiring(campaign.id(), now, next))
        .ifPresent(dueAt -> startCopy(campaign, dueAt));
  }

  /** The firing is taken: whatever goes wrong now must be said, or this run would be missed. */
  private void startCopy(Campaign campaign, Instant dueAt) {
    try {
      String name = RunName.of(campaign.name(), dueAt, campaign.zone());
      control.start(campaigns.cloneForRun(campaign.id(), name).id(), USER);
    } catch (RuntimeException e) {
      sayNotStarted(campaign, dueAt, e);
    }
  }

  private void sayNotStarted(Campaign campaign, Instant dueAt, RuntimeException e) {
    notices.say(
        "error",
        "campaign-not-started",
        Optional.of(campaign.id()),
        Optional.empty(),
        "Campaign “" + campaign.name() + "” could not be started at its time",
        String.valueOf(e.getMessage()),
        "campaign-not-started:" + campaign.id() + ":" + dueAt);
  }
}
