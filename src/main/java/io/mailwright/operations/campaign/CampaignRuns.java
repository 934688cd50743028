package io.mailwright.operations.campaign;

import static io.mailwright.campaign.CampaignState.CANCELLED;
import static io.mailwright.campaign.CampaignState.COMPLETED;
import static io.mailwright.campaign.CampaignState.FAILED;
import static io.mailwright.campaign.CampaignState.INTERRUPTED;
import static io.mailwright.campaign.CampaignState.PAUSED;
import static io.mailwright.campaign.CampaignState.PREPARING;
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
import io.mailwright.delivery.send.RunControl;
import io.mailwright.delivery.send.TrialSender;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.execution.ExecutionHistory;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import io.mailwright.operations.execution.JobStarter;
import io.mailwright.operations.node.RunLeases;
import io.mailwright.operations.schedule.ScheduleRepository;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.brake.CanaryPhase;
import jakarta.batch.operations.JobOperator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;

@ApplicationScoped
class CampaignRuns implements CampaignControl {
  static final String SEND = "send-campaign";
  static final String CONTINUE = "continue-campaign";

  private CampaignRepository campaigns;
  private StartCheck check;
  private JobStarter starter;
  private JobRunRepository runs;
  private ExecutionHistory history;
  private JobOperator operator;
  private RunLeases leases;
  private Ledger ledger;
  private Snapshot snapshot;
  private DeliveryQuery deliveries;
  private TrialSender trial;
  private ScheduleRepository schedules;
  private ContactRepository contacts;
  private EmbeddedLimit embedded;
  private CampaignBrakes brakes;

  CampaignRuns() {}

  @Inject
  CampaignRuns(
      CampaignRepository campaigns,
      StartCheck check,
      JobStarter starter,
      JobRunRepository runs,
      ExecutionHistory history,
      JobOperator operator,
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
    this.starter = starter;
    this.runs = runs;
    this.history = history;
    this.operator = operator;
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
    requireState(campaign, CampaignState.Action.START);
    refuseRecurring(campaign);
    check.refuseIncomplete(campaign);
    embedded.warn(campaign.id(), campaign.name(), campaign.listIds());
    return moveAndRun(campaign, SEND, parameters, PREPARING, user);
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

  /**
   * Moves first: of two that ask at once, one wins, and the other is told so. A failed start moves
   * back.
   */
  private long moveAndRun(
      Campaign campaign,
      String job,
      Map<String, String> parameters,
      CampaignState to,
      String user) {
    CampaignState from = campaign.state();
    if (!campaigns.moveState(campaign.id(), EnumSet.of(from), to, null)) {
      throw wrongState(campaigns.get(campaign.id()), "started");
    }
    try {
      long executionId =
          starter.start(job, properties(campaign.id(), parameters), subject(campaign.id()), user);
      stopIfNotWanted(campaign.id());
      return executionId;
    } catch (RuntimeException e) {
      campaigns.moveState(
          campaign.id(),
          EnumSet.of(to),
          from == WAITING ? WAITING : INTERRUPTED,
          "could not be started: " + e.getMessage());
      throw e;
    }
  }

  /** Who paused or cancelled between the move and the lease found no run to stop. */
  private void stopIfNotWanted(long campaignId) {
    campaigns
        .stateOf(campaignId)
        .filter(state -> state == PAUSED || state == CANCELLED)
        .ifPresent(state -> stopRun(campaignId));
  }

  static JobStarter.Subject subject(long campaignId) {
    return new JobStarter.Subject(
        Lease.ofCampaign(campaignId), Optional.of(campaignId), Optional.empty());
  }

  static Properties properties(long campaignId, Map<String, String> parameters) {
    Properties properties = new Properties();
    properties.putAll(parameters);
    properties.setProperty("campaignId", String.valueOf(campaignId));
    return properties;
  }

  @Override
  public void pause(long campaignId, String user) {
    Campaign campaign = campaigns.get(campaignId);
    requireState(campaign, CampaignState.Action.PAUSE);
    if (!campaigns.moveState(
        campaignId, CampaignState.Action.PAUSE.from(), PAUSED, "paused by " + user)) {
      throw wrongState(campaigns.get(campaignId), "paused");
    }
    stopRun(campaignId);
  }

  private void stopRun(long campaignId) {
    Optional<RunControl> here = leases.find(Lease.ofCampaign(campaignId));
    here.ifPresent(RunControl::stop);
    runs.lastOfCampaign(campaignId)
        .filter(run -> history.isRunning(run.executionId()))
        .ifPresent(
            run -> {
              if (here.isPresent()) {
                operator.stop(run.executionId());
              } else {
                runs.requestStop(run.executionId());
              }
            });
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
      requireState(campaign, CampaignState.Action.RESUME);
    }
    Optional<JobRun> last = runs.lastOfCampaign(campaignId);
    if (last.isEmpty()) {
      resumeUnstarted(campaign, user);
      return;
    }
    before.accept(campaign);
    goOn(campaign, last.get(), user);
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
      moveAndRun(campaign, SEND, Map.of(), PREPARING, user);
      return;
    }
    if (!campaign.draft().isScheduled() && !schedules.sendsCopiesOf(campaign.id())) {
      throw wrongState(campaign, "resumed: it has not started, so start it");
    }
    campaigns.moveState(campaign.id(), Set.of(PAUSED, INTERRUPTED, FAILED), SCHEDULED, null);
  }

  /**
   * Goes on under the lease: restarts the last instance if it is FAILED or STOPPED, else begins a
   * pass of its own.
   */
  long goOn(Campaign campaign, JobRun last, String user) {
    if (leases.isHeldAnywhere(last.leaseName())) {
      throw new MailwrightException(
          ErrorCode.RUNS_ALREADY,
          "Campaign "
              + campaign.id()
              + " is still ending its last run. Nothing was changed; try again in a few seconds.");
    }
    boolean isPrepared = snapshot.isDone(campaign.id());
    if (history.isRestartable(last.executionId())) {
      CampaignState to = isPrepared ? RUNNING : PREPARING;
      CampaignState from = campaign.state();
      if (!campaigns.moveState(campaign.id(), EnumSet.of(from), to, null)) {
        throw wrongState(campaigns.get(campaign.id()), "resumed");
      }
      try {
        long executionId = starter.restart(last, new Properties(), user);
        stopIfNotWanted(campaign.id());
        return executionId;
      } catch (RuntimeException e) {
        campaigns.moveState(
            campaign.id(),
            EnumSet.of(to),
            INTERRUPTED,
            "could not be restarted: " + e.getMessage());
        throw e;
      }
    }
    return isPrepared
        ? moveAndRun(campaign, CONTINUE, Map.of(), RUNNING, user)
        : moveAndRun(campaign, SEND, Map.of(), PREPARING, user);
  }

  /** A pass of its own for a campaign that waits, was paused, interrupted or failed. */
  long goOnWith(long campaignId, Map<String, String> parameters, String user) {
    Campaign campaign = campaigns.get(campaignId);
    if (campaign.state() != WAITING) {
      requireState(campaign, CampaignState.Action.RESUME);
    }
    if (!snapshot.isDone(campaignId)) {
      throw wrongState(
          campaign, "continued: its audience is not fixed yet, so start or restart it");
    }
    return moveAndRun(campaign, CONTINUE, parameters, RUNNING, user);
  }

  /**
   * Restarts this execution, the newest of its instance, whatever the campaign's other instances
   * are.
   */
  long restart(Campaign campaign, JobRun run, String user) {
    requireState(campaign, CampaignState.Action.RESUME);
    return goOn(campaign, run, user);
  }

  @Override
  public void cancel(long campaignId, String user) {
    Campaign campaign = campaigns.get(campaignId);
    requireState(campaign, CampaignState.Action.CANCEL);
    if (!campaigns.moveState(
        campaignId, CampaignState.Action.CANCEL.from(), CANCELLED, "cancelled by " + user)) {
      throw wrongState(campaigns.get(campaignId), "cancelled");
    }
    schedules.turnOffFor(campaignId);
    stopRun(campaignId);
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
      throw wrongState(campaign, "sent again");
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

  private static void requireState(Campaign campaign, CampaignState.Action action) {
    if (!action.from().contains(campaign.state())) {
      throw wrongState(
          campaign,
          switch (action) {
            case START -> "started";
            case PAUSE -> "paused";
            case RESUME -> "resumed";
            case CANCEL -> "cancelled";
          });
    }
  }

  private static MailwrightException wrongState(Campaign campaign, String what) {
    return new MailwrightException(
        ErrorCode.WRONG_STATE,
        "Campaign "
            + campaign.id()
            + " is "
            + campaign.state().name().toLowerCase(java.util.Locale.ROOT)
            + " and cannot be "
            + what
            + " now. Nothing was changed.");
  }
}
