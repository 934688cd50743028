package io.mailwright.operations.campaign;

import static io.mailwright.campaign.CampaignState.CANCELLED;
import static io.mailwright.campaign.CampaignState.INTERRUPTED;
import static io.mailwright.campaign.CampaignState.PAUSED;
import static io.mailwright.campaign.CampaignState.PREPARING;
import static io.mailwright.campaign.CampaignState.RUNNING;
import static io.mailwright.campaign.CampaignState.WAITING;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.ledger.Snapshot;
import io.mailwright.delivery.send.RunControl;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.execution.ExecutionHistory;
import io.mailwright.operations.execution.ExecutionStops;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import io.mailwright.operations.execution.JobStarter;
import io.mailwright.operations.node.RunLeases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Begins, restarts and stops the executions of campaigns, each together with the state that the
 * campaign has by it.
 */
@ApplicationScoped
class CampaignRuns {
  static final String SEND = "send-campaign";
  static final String CONTINUE = "continue-campaign";

  private CampaignRepository campaigns;
  private JobStarter starter;
  private JobRunRepository runs;
  private ExecutionHistory history;
  private ExecutionStops stops;
  private RunLeases leases;
  private Snapshot snapshot;

  CampaignRuns() {}

  @Inject
  CampaignRuns(
      CampaignRepository campaigns,
      JobStarter starter,
      JobRunRepository runs,
      ExecutionHistory history,
      ExecutionStops stops,
      RunLeases leases,
      Snapshot snapshot) {
    this.campaigns = campaigns;
    this.starter = starter;
    this.runs = runs;
    this.history = history;
    this.stops = stops;
    this.leases = leases;
    this.snapshot = snapshot;
  }

  /** Prepares it and sends. */
  long send(Campaign campaign, Map<String, String> parameters, String user) {
    return moveAndRun(campaign, SEND, parameters, PREPARING, user);
  }

  /** Sends in a pass of its own what is prepared. */
  long pass(Campaign campaign, Map<String, String> parameters, String user) {
    return moveAndRun(campaign, CONTINUE, parameters, RUNNING, user);
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
      throw WrongState.of(campaigns.get(campaign.id()), "started");
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
        .ifPresent(state -> stop(campaignId));
  }

  private static JobStarter.Subject subject(long campaignId) {
    return new JobStarter.Subject(
        Lease.ofCampaign(campaignId), Optional.of(campaignId), Optional.empty());
  }

  private static Properties properties(long campaignId, Map<String, String> parameters) {
    Properties properties = new Properties();
    properties.putAll(parameters);
    properties.setProperty("campaignId", String.valueOf(campaignId));
    return properties;
  }

  /** Stops what runs of it, on whatever node. */
  void stop(long campaignId) {
    runs.lastOfCampaign(campaignId)
        .filter(run -> history.isRunning(run.executionId()))
        .ifPresent(stops::stop);
    // Its execution may not be stored yet.
    leases.find(Lease.ofCampaign(campaignId)).ifPresent(RunControl::stop);
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
        throw WrongState.of(campaigns.get(campaign.id()), "resumed");
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
    return isPrepared ? pass(campaign, Map.of(), user) : send(campaign, Map.of(), user);
  }
}
