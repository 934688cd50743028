package io.mailwright.operations.dryrun;

import io.mailwright.campaign.CampaignRepository;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The dry runs of this node: the last of each of some campaigns, in memory only. Two go on at the
 * same time at most. Thread-safe.
 */
@ApplicationScoped
public class DryRuns {
  private static final Logger LOG = Logger.getLogger(DryRuns.class.getName());
  private static final int MOST_KEPT = 50;
  private static final int MOST_RUNNING = 2;

  private final Map<Long, RunningDryRun> runs = new LinkedHashMap<>();
  private CampaignRepository campaigns;
  private Rehearsal rehearsal;
  private Clock clock;
  private long lastId;

  @Resource private ManagedExecutorService threads;

  DryRuns() {}

  @Inject
  DryRuns(CampaignRepository campaigns, Rehearsal rehearsal, Clock clock) {
    this.campaigns = campaigns;
    this.rehearsal = rehearsal;
    this.clock = clock;
  }

  /**
   * Starts one, unless one of this campaign goes on.
   *
   * @return the one that goes on now
   * @throws MailwrightException if there is no such campaign, or others have to end first
   */
  public DryRun start(long campaignId) {
    return start(campaignId, threads);
  }

  DryRun start(long campaignId, Executor executor) {
    campaigns.get(campaignId);
    RunningDryRun run;
    synchronized (runs) {
      RunningDryRun before = runs.get(campaignId);
      if (before != null && before.now().isRunning()) {
        return before.now();
      }
      if (runs.values().stream().filter(r -> r.now().isRunning()).count() >= MOST_RUNNING) {
        throw new MailwrightException(
            ErrorCode.RUNS_ALREADY,
            "Two dry runs go on already. Nothing was started: wait until one of them ends, or stop it.");
      }
      lastId++;
      run = new RunningDryRun(lastId, campaignId, clock);
      runs.remove(campaignId);
      runs.put(campaignId, run);
      forgetOldest();
    }
    try {
      executor.execute(() -> perform(run));
    } catch (RejectedExecutionException e) {
      run.ends(
          DryRun.State.FAILED,
          Optional.empty(),
          Optional.of("The server has no thread for it now. Start it again in a while."));
    }
    return run.now();
  }

  private void forgetOldest() {
    runs.values().stream()
        .filter(r -> !r.now().isRunning())
        .map(r -> r.now().campaignId())
        .limit(Math.max(0, runs.size() - MOST_KEPT))
        .toList()
        .forEach(runs::remove);
  }

  private void perform(RunningDryRun run) {
    try {
      DryRunResult result = rehearsal.of(run);
      if (run.isCancelled()) {
        run.ends(DryRun.State.CANCELLED, Optional.empty(), Optional.empty());
      } else {
        run.ends(DryRun.State.DONE, Optional.of(result), Optional.empty());
      }
    } catch (MailwrightException e) {
      run.ends(DryRun.State.FAILED, Optional.empty(), Optional.of(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING, e, () -> "the dry run of campaign " + run.now().campaignId() + " failed");
      run.ends(DryRun.State.FAILED, Optional.empty(), Optional.of(e.toString()));
    } finally {
      // An error, as when memory is short, must not keep a place for ever.
      if (run.now().isRunning()) {
        run.ends(
            DryRun.State.FAILED,
            Optional.empty(),
            Optional.of("It ended before it had a result; see the server's log. Start it again."));
      }
    }
  }

  /** The last one of a campaign. */
  public Optional<DryRun> find(long campaignId) {
    synchronized (runs) {
      return Optional.ofNullable(runs.get(campaignId)).map(RunningDryRun::now);
    }
  }

  /** Stops the one that goes on, if one does; it ends within moments. */
  public void cancel(long campaignId) {
    synchronized (runs) {
      RunningDryRun run = runs.get(campaignId);
      if (run != null) {
        run.cancel();
      }
    }
  }
}
