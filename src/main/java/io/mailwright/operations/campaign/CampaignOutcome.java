package io.mailwright.operations.campaign;

import static io.mailwright.campaign.CampaignState.CANCELLED;
import static io.mailwright.campaign.CampaignState.COMPLETED;
import static io.mailwright.campaign.CampaignState.FAILED;
import static io.mailwright.campaign.CampaignState.INTERRUPTED;
import static io.mailwright.campaign.CampaignState.PAUSED;
import static io.mailwright.campaign.CampaignState.PREPARING;
import static io.mailwright.campaign.CampaignState.RUNNING;
import static io.mailwright.campaign.CampaignState.WAITING;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.send.RunControl;
import io.mailwright.delivery.send.SendRun;
import io.mailwright.delivery.send.SendRuns;
import io.mailwright.operations.execution.ExecutionEnded;
import io.mailwright.operations.execution.ExecutionHistory;
import io.mailwright.operations.execution.ExecutionInterrupted;
import io.mailwright.operations.node.RunLeases;
import io.mailwright.operations.notice.NoticeRepository;
import io.mailwright.routing.route.RouteHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the end of an execution means for its campaign. */
@ApplicationScoped
class CampaignOutcome {
  private static final Set<CampaignState> AT_WORK = EnumSet.of(PREPARING, RUNNING);

  private CampaignRepository campaigns;
  private ExecutionHistory history;
  private RunLeases leases;
  private SendRuns runs;
  private Ledger ledger;
  private ResumeTimes resumeTimes;
  private NoticeRepository notices;
  private Clock clock;

  CampaignOutcome() {}

  @Inject
  CampaignOutcome(
      CampaignRepository campaigns,
      ExecutionHistory history,
      RunLeases leases,
      SendRuns runs,
      Ledger ledger,
      ResumeTimes resumeTimes,
      NoticeRepository notices,
      Clock clock) {
    this.campaigns = campaigns;
    this.history = history;
    this.leases = leases;
    this.runs = runs;
    this.ledger = ledger;
    this.resumeTimes = resumeTimes;
    this.notices = notices;
    this.clock = clock;
  }

  void ended(@Observes ExecutionEnded event) {
    event.run().campaignId().ifPresent(id -> settle(id, event));
  }

  private void settle(long campaignId, ExecutionEnded event) {
    long executionId = event.run().executionId();
    Optional<SendRun> run = runs.find(campaignId);
    runs.end(campaignId);
    if (leases.find(event.run().leaseName()).map(RunControl::isLeaseLost).orElse(true)) {
      // Another node may be at work for it: what the campaign is now is theirs to say.
      return;
    }
    if (campaigns.stateOf(campaignId).filter(s -> s == CANCELLED).isPresent()) {
      ledger.settleStaleClaims(campaignId, event.run().fence(), false);
      ledger.cancelOpen(campaignId, "the campaign was cancelled");
      return;
    }
    settleBy(campaignId, executionId, run);
  }

  /** Told under its lease, so that no other run can be at work for the campaign. */
  void interrupted(@Observes ExecutionInterrupted event) {
    event.run().campaignId().ifPresent(id -> interruptedBy(id, event.run().executionId()));
  }

  /**
   * A campaign that says that it is at work although nothing is: a crash came between two writes.
   * Under its lease only.
   *
   * @param last its last execution, which has ended; empty if it has none
   */
  void settleLeft(long campaignId, OptionalLong last) {
    if (last.isEmpty()) {
      campaigns.moveState(
          campaignId,
          AT_WORK,
          INTERRUPTED,
          "the server ended before it began; nothing was sent: resume it");
    } else if (history.endOf(last.getAsLong()).isByCrash()) {
      interruptedBy(campaignId, last.getAsLong());
    } else {
      settleBy(campaignId, last.getAsLong(), Optional.empty());
    }
  }

  private void settleBy(long campaignId, long executionId, Optional<SendRun> run) {
    ExecutionHistory.End end = history.endOf(executionId);
    switch (end.batchStatus()) {
      case "COMPLETED" -> {
        if (end.exitStatus().equals("WAITING")) {
          waits(campaignId, executionId, run);
        } else {
          campaigns.moveState(campaignId, EnumSet.of(RUNNING, PREPARING), COMPLETED, null);
        }
      }
      case "STOPPED" -> stopped(campaignId, executionId, run);
      default -> failed(campaignId, executionId, run);
    }
  }

  private void waits(long campaignId, long executionId, Optional<SendRun> run) {
    // Its workers may all have ended before the batch runtime hears that they were to stop.
    Optional<String> reason = run.flatMap(SendRun::pauseReason);
    if (reason.isPresent()) {
      pausedBy(campaignId, executionId, reason.get());
      return;
    }
    Instant now = clock.instant();
    Optional<RouteHealth.Rest> rest = run.flatMap(SendRun::restOfAllRoutes);
    Instant lanes = ledger.nextReady(campaignId).orElse(now);
    Instant resumeAt =
        rest.map(RouteHealth.Rest::until).filter(t -> t.isAfter(lanes)).orElse(lanes);
    resumeTimes.set(campaignId, resumeAt);
    String why =
        rest.map(RouteHealth.Rest::whyNothingGoes)
            .or(() -> ledger.firstHold(campaignId))
            .orElse("the next mail is due at " + resumeAt);
    campaigns.moveState(campaignId, AT_WORK, WAITING, why);
  }

  private void stopped(long campaignId, long executionId, Optional<SendRun> run) {
    Optional<String> reason = run.flatMap(SendRun::pauseReason);
    if (reason.isPresent()) {
      pausedBy(campaignId, executionId, reason.get());
    } else {
      campaigns.moveState(
          campaignId,
          AT_WORK,
          INTERRUPTED,
          "the server was stopped while it was sending; nothing was lost: resume it");
    }
  }

  private void interruptedBy(long campaignId, long executionId) {
    if (isAtWork(campaignId)) {
      notices.say(
          "error",
          "campaign-interrupted",
          Optional.of(campaignId),
          Optional.of(executionId),
          "Campaign “" + nameOf(campaignId) + "” was interrupted",
          "The server ended while it was sending. Nothing was lost; resume it when you have seen what a restart will do.",
          "campaign-interrupted:" + executionId);
      campaigns.moveState(
          campaignId,
          AT_WORK,
          INTERRUPTED,
          "the server ended while it was sending; nothing was lost: look at what a restart will do, then resume it");
    }
  }

  private void pausedBy(long campaignId, long executionId, String reason) {
    if (isAtWork(campaignId)) {
      notices.say(
          "warning",
          "campaign-paused",
          Optional.of(campaignId),
          Optional.of(executionId),
          "Campaign “" + nameOf(campaignId) + "” paused itself",
          reason,
          "campaign-paused:" + executionId);
      campaigns.moveState(campaignId, AT_WORK, PAUSED, reason);
    }
  }

  /**
   * What is said is said first, and under the execution's number: after a crash between the two the
   * state is settled anew, and the notice known.
   */
  private boolean isAtWork(long campaignId) {
    return campaigns.stateOf(campaignId).filter(AT_WORK::contains).isPresent();
  }

  private String nameOf(long campaignId) {
    return campaigns.find(campaignId).map(Campaign::name).orElse(Long.toString(campaignId));
  }

  private void failed(long campaignId, long executionId, Optional<SendRun> run) {
    String cause = history.causeOf(executionId).orElse("unknown; see the server's log");
    if (cause.contains("RenderFailure")) {
      pausedBy(campaignId, executionId, "too many mails cannot be rendered: " + cause);
      return;
    }
    if (isAtWork(campaignId)) {
      notices.say(
          "error",
          "campaign-failed",
          Optional.of(campaignId),
          Optional.of(executionId),
          "Campaign “" + nameOf(campaignId) + "” failed",
          cause,
          "campaign-failed:" + executionId);
      campaigns.moveState(campaignId, AT_WORK, FAILED, cause);
    }
  }
}
