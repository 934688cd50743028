package io.mailwright.operations.campaign;

import static io.mailwright.campaign.CampaignState.CANCELLED;
import static io.mailwright.campaign.CampaignState.COMPLETED;
import static io.mailwright.campaign.CampaignState.FAILED;
import static io.mailwright.campaign.CampaignState.INTERRUPTED;
import static io.mailwright.campaign.CampaignState.PAUSED;
import static io.mailwright.campaign.CampaignState.RUNNING;
import static io.mailwright.campaign.CampaignState.SCHEDULED;
import static io.mailwright.campaign.CampaignState.WAITING;

import io.mailwright.audience.contact.AudienceSize;
import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.campaign.OnAmbiguous;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Snapshot;
import io.mailwright.delivery.send.TrialSender;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import io.mailwright.operations.node.RunLeases;
import io.mailwright.operations.schedule.ScheduleRepository;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.brake.CanaryPhase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

@ApplicationScoped
class CampaignActions implements CampaignControl {
  private CampaignRepository campaigns;
  private StartCheck check;
  private CampaignRuns campaignRuns;
  private JobRunRepository runs;
  private RunLeases leases;
  private Ledger ledger;
  private Snapshot snapshot;
  private DeliveryQuery deliveries;
  private TrialSender trial;
  private ScheduleRepository schedules;
  private ContactRepository contacts;
  private EmbeddedLimit embedded;
  private CampaignBrakes brakes;

  CampaignActions() {}

  @Inject
  CampaignActions(
      CampaignRepository campaigns,
      StartCheck check,
      CampaignRuns campaignRuns,
      JobRunRepository runs,
      RunLeases leases,
      Ledger ledger,
      Snapshot snapshot,
      DeliveryQuery deliveries,
      TrialSender trial,
      ScheduleRepository schedules,
      ContactRepository contacts,
      EmbeddedLimit embedded,
      CampaignBrakes brakes) {
    this.campaigns = campaigns;
    this.check = check;
    this.campaignRuns = campaignRuns;
    this.runs = runs;
    this.leases = leases;
    this.ledger = ledger;
    this.snapshot = snapshot;
    this.deliveries = deliveries;
    this.trial = trial;
    this.schedules = schedules;
    this.contacts = contacts;
    this.embedded = embedded;
    this.brakes = brakes;
  }

  @Override
  public long start(long campaignId, String user) {
    return start(campaignId, Map.of(), user);
  }

  long start(long campaignId, Map<String, String> parameters, String user) {
    Campaign campaign = campaigns.get(campaignId);
    WrongState.refuse(campaign, CampaignState.Action.START);
    refuseRecurring(campaign);
    check.refuseIncomplete(campaign);
    embedded.warn(campaign.id(), campaign.name(), campaign.listIds());
    return campaignRuns.send(campaign, parameters, user);
  }

  /** A run of its own would end it, and with it every later one. */
  private static void refuseRecurring(Campaign campaign) {
    boolean byItsSchedules = campaign.state() == SCHEDULED && !campaign.draft().isScheduled();
    if (campaign.cron().isPresent() || byItsSchedules) {
      throw new MailwrightException(
          ErrorCode.WRONG_STATE,
          "Campaign "
              + campaign.id()
              + " repeats by its calendar: each time a copy of it is sent, and it stays scheduled."
              + " Nothing was started. To send now, copy it and start the copy.");
    }
  }

  @Override
  public void pause(long campaignId, String user) {
    Campaign campaign = campaigns.get(campaignId);
    WrongState.refuse(campaign, CampaignState.Action.PAUSE);
    if (!campaigns.moveState(
        campaignId, CampaignState.Action.PAUSE.from(), PAUSED, "paused by " + user)) {
      throw WrongState.of(campaigns.get(campaignId), "paused");
    }
    campaignRuns.stop(campaignId);
  }

  @Override
  public void resume(long campaignId, String user) {
    if (campaigns.get(campaignId).state() == RUNNING && brakes.letGoOn(campaignId)) {
      // It waits for a moment only, and its run goes on with the others.
      return;
    }
    goOn(campaignId, user, this::letCanaryGo);
  }

  @Override
  public void goOn(long campaignId, String user) {
    goOn(campaignId, user, campaign -> {});
  }

  private void goOn(long campaignId, String user, Consumer<Campaign> before) {
    Campaign campaign = campaigns.get(campaignId);
    if (campaign.state() != WAITING) {
      WrongState.refuse(campaign, CampaignState.Action.RESUME);
    }
    Optional<JobRun> last = runs.lastOfCampaign(campaignId);
    if (last.isEmpty()) {
      resumeUnstarted(campaign, user);
      return;
    }
    before.accept(campaign);
    campaignRuns.goOn(campaign, last.get(), user);
  }

  /**
   * Who resumes what its canary stopped, or a campaign that waits for it, has seen how it went. Of
   * one that a crash interrupted nobody has.
   */
  private void letCanaryGo(Campaign campaign) {
    boolean wasRefused =
        campaign.state() == PAUSED
            && brakes
                .canary(campaign.id())
                .filter(canary -> canary.phase() == CanaryPhase.REFUSED)
                .isPresent();
    if (wasRefused || campaign.state() == WAITING) {
      brakes.letGoOn(campaign.id());
    }
  }

  private void resumeUnstarted(Campaign campaign, String user) {
    if (campaign.startedAt().isPresent()) {
      // Its start failed, or a crash came before its first execution was stored.
      check.refuseIncomplete(campaign);
      campaignRuns.send(campaign, Map.of(), user);
      return;
    }
    if (!campaign.draft().isScheduled() && !schedules.sendsCopiesOf(campaign.id())) {
      throw WrongState.of(campaign, "resumed: it has not started, so start it");
    }
    campaigns.moveState(campaign.id(), Set.of(PAUSED, INTERRUPTED, FAILED), SCHEDULED, null);
  }

  /** A pass of its own for a campaign that waits, was paused, interrupted or failed. */
  long goOnWith(long campaignId, Map<String, String> parameters, String user) {
    Campaign campaign = campaigns.get(campaignId);
    if (campaign.state() != WAITING) {
      WrongState.refuse(campaign, CampaignState.Action.RESUME);
    }
    if (!snapshot.isDone(campaignId)) {
      throw WrongState.of(
          campaign, "continued: its audience is not fixed yet, so start or restart it");
    }
    return campaignRuns.pass(campaign, parameters, user);
  }

  /**
   * Restarts this execution, the newest of its instance, whatever the campaign's other instances
   * are.
   */
  long restart(Campaign campaign, JobRun run, String user) {
    WrongState.refuse(campaign, CampaignState.Action.RESUME);
    return campaignRuns.goOn(campaign, run, user);
  }

  @Override
  public void cancel(long campaignId, String user) {
    Campaign campaign = campaigns.get(campaignId);
    WrongState.refuse(campaign, CampaignState.Action.CANCEL);
    if (!campaigns.moveState(
        campaignId, CampaignState.Action.CANCEL.from(), CANCELLED, "cancelled by " + user)) {
      throw WrongState.of(campaigns.get(campaignId), "cancelled");
    }
    schedules.turnOffFor(campaignId);
    campaignRuns.stop(campaignId);
    if (!leases.isHeldAnywhere(Lease.ofCampaign(campaignId))) {
      ledger.cancelOpen(campaignId, "the campaign was cancelled by " + user);
    }
  }

  @Override
  public RestartPreview previewRestart(long campaignId) {
    Campaign campaign = campaigns.get(campaignId);
    DeliveryCounts counts = deliveries.counts(campaignId);
    if (counts.total() == 0 && !campaign.state().isOver()) {
      return ofUnprepared(campaign);
    }
    boolean runs = leases.isHeldAnywhere(Lease.ofCampaign(campaignId));
    long claimed = counts.of(DeliveryState.CLAIMED);
    boolean resends = campaign.onAmbiguous() == OnAmbiguous.RESEND;
    long suppressed = ledger.suppressedAmongOpen(campaignId);
    long open = counts.of(DeliveryState.PENDING) + counts.of(DeliveryState.DEFERRED);
    long ask = counts.of(DeliveryState.IN_DOUBT) + (runs || resends ? 0 : claimed);
    return new RestartPreview(
        Math.max(0, open - suppressed) + (resends || runs ? claimed : 0),
        counts.of(DeliveryState.SENT),
        ask,
        counts.of(DeliveryState.DEFERRED),
        suppressed);
  }

  /** Who gets it is not fixed yet: what the lists hold now. */
  private RestartPreview ofUnprepared(Campaign campaign) {
    AudienceSize size = contacts.audience(campaign.listIds());
    return new RestartPreview(size.addresses() - size.suppressed(), 0, 0, 0, size.suppressed());
  }

  @Override
  public int settleInDoubt(
      long campaignId, DoubtDecision decision, List<Long> deliveryIds, String user) {
    Campaign campaign = campaigns.get(campaignId);
    boolean asSent = decision == DoubtDecision.SENT;
    if (!asSent && campaign.state() == CANCELLED) {
      throw WrongState.of(campaign, "sent again");
    }
    int changed =
        ledger.settleInDoubt(
            campaignId,
            asSent,
            deliveryIds,
            asSent ? "counted as accepted by " + user : "sent again on the word of " + user);
    if (!asSent && changed > 0) {
      campaigns.moveState(
          campaignId, EnumSet.of(COMPLETED), WAITING, "mails that were in doubt are sent again");
    }
    return changed;
  }

  @Override
  public List<TestResult> sendTest(long campaignId, List<String> to) {
    return trial.send(campaigns.get(campaignId), to).stream()
        .map(a -> new TestResult(a.to(), a.accepted(), a.words()))
        .toList();
  }

  @Override
  public long copy(long campaignId, String newName) {
    if (campaigns.get(campaignId).listIds().isEmpty()) {
      throw new MailwrightException(
          ErrorCode.CAMPAIGN_INCOMPLETE,
          "The lists of campaign "
              + campaignId
              + " were deleted, so that there is nobody to send a copy to. Nothing was made; make a"
              + " new campaign with another list.");
    }
    return campaigns.cloneForRun(campaignId, newName).id();
  }
}
