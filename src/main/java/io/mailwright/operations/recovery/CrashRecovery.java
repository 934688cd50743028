package io.mailwright.operations.recovery;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.LeaseRepository;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.execution.ExecutionInterrupted;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import io.mailwright.operations.execution.RunGuard;
import io.mailwright.operations.notice.NoticeRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Marks executions that no thread runs as FAILED with exit status INTERRUPTED and their campaigns
 * and imports as interrupted; a person restarts them, or {@link AutoRestart} does. Only under the
 * lease: a live one is never touched.
 */
@ApplicationScoped
public class CrashRecovery {
  private static final Logger LOG = Logger.getLogger(CrashRecovery.class.getName());

  private JobRunRepository runs;
  private RunGuard guard;
  private LeaseRepository leases;
  private CampaignRepository campaigns;
  private AutoRestart restart;
  private NoticeRepository notices;
  private NodeIdentity node;
  private Settings settings;
  private Event<ExecutionInterrupted> interrupted;

  CrashRecovery() {}

  /** For injection. */
  @Inject
  public CrashRecovery(
      JobRunRepository runs,
      RunGuard guard,
      LeaseRepository leases,
      CampaignRepository campaigns,
      AutoRestart restart,
      NoticeRepository notices,
      NodeIdentity node,
      Settings settings,
      Event<ExecutionInterrupted> interrupted) {
    this.runs = runs;
    this.guard = guard;
    this.leases = leases;
    this.campaigns = campaigns;
    this.restart = restart;
    this.notices = notices;
    this.node = node;
    this.settings = settings;
    this.interrupted = interrupted;
  }

  /**
   * At start: earlier incarnations of this node are dead for certain, since only one process may
   * have its data folder.
   */
  public void recoverOwn() {
    for (JobRun run : runs.unfinished()) {
      if (run.node().equals(node.name()) && run.incarnation() != node.incarnation()) {
        leases.releaseAllOf(NodeIdentity.ownerOf(run.node(), run.incarnation()));
        recover(run);
      }
    }
  }

  /**
   * Now and then: executions of any node whose lease and grace are over, and our own that no thread
   * runs.
   */
  public void recoverOthers() {
    for (JobRun run : runs.unfinished()) {
      if (!guard.runsHere(run.executionId())) {
        recover(run);
      }
    }
  }

  private void recover(JobRun run) {
    Optional<Lease> lease =
        leases.take(run.leaseName(), node.owner(), settings.lease(), settings.leaseGrace());
    if (lease.isEmpty()) {
      return;
    }
    try {
      if (runs.markInterrupted(run.executionId())) {
        LOG.log(
            Level.WARNING,
            "execution {0} of {1} was left by a crash of {2}; it can be restarted",
            new Object[] {run.executionId(), run.job(), run.node()});
        runs.noteCause(run.executionId(), "the server ended while it ran");
        run.campaignId().ifPresent(id -> interrupt(id, run));
        interrupted.fire(new ExecutionInterrupted(run));
      }
    } finally {
      leases.release(lease.get());
    }
    restart.interrupted(run);
  }

  private void interrupt(long campaignId, JobRun run) {
    boolean moved =
        campaigns.moveState(
            campaignId,
            EnumSet.of(CampaignState.PREPARING, CampaignState.RUNNING),
            CampaignState.INTERRUPTED,
            "the server ended while it was sending; nothing was lost: look at what a restart will do, then resume it");
    if (moved) {
      notices.say(
          "error",
          "campaign-interrupted",
          Optional.of(campaignId),
          Optional.of(run.executionId()),
          "Campaign “"
              + campaigns.find(campaignId).map(Campaign::name).orElse(Long.toString(campaignId))
              + "” was interrupted",
          "The server ended while it was sending. Nothing was lost; resume it when you have seen what a restart will do.",
          "campaign-interrupted:" + run.executionId());
    }
  }
}
