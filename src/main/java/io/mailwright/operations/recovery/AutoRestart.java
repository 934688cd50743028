package io.mailwright.operations.recovery;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.settings.RecoveryMode;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.campaign.CampaignControl;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * With {@code MAILWRIGHT_RECOVERY=auto}, goes on with what a crash or a shut-down interrupted. Each
 * execution is gone on from once: one that cannot be restarted stays interrupted for a person to
 * look at. Called now and then, so that a lease that is still held is waited for.
 */
@ApplicationScoped
public class AutoRestart {
  private static final Logger LOG = Logger.getLogger(AutoRestart.class.getName());
  private static final String USER = "recovery";

  private final Set<String> tried = ConcurrentHashMap.newKeySet();
  private final Queue<JobRun> others = new ConcurrentLinkedQueue<>();
  private CampaignRepository campaigns;
  private CampaignControl control;
  private Executions executions;
  private JobRunRepository runs;
  private Settings settings;

  AutoRestart() {}

  /** For injection. */
  @Inject
  public AutoRestart(
      CampaignRepository campaigns,
      CampaignControl control,
      Executions executions,
      JobRunRepository runs,
      Settings settings) {
    this.campaigns = campaigns;
    this.control = control;
    this.executions = executions;
    this.runs = runs;
    this.settings = settings;
  }

  /** Notes an execution that was marked as interrupted. */
  void interrupted(JobRun run) {
    // A campaign's state says itself that it was interrupted.
    if (settings.recovery() == RecoveryMode.AUTO && run.campaignId().isEmpty()) {
      others.add(run);
    }
  }

  /** Goes on with all that was interrupted, as far as the setting says so. */
  public void goOn() {
    if (settings.recovery() != RecoveryMode.AUTO) {
      return;
    }
    for (Campaign campaign :
        campaigns
            .page(PageRequest.first(PageRequest.MAX_LIMIT), Set.of(CampaignState.INTERRUPTED))
            .items()) {
      Runnable resume = () -> control.goOn(campaign.id(), USER);
      String name =
          runs.lastOfCampaign(campaign.id())
              .map(AutoRestart::nameOf)
              .orElse("campaign " + campaign.id());
      once(name, resume);
    }
    List<JobRun> held = new ArrayList<>();
    for (JobRun run = others.poll(); run != null; run = others.poll()) {
      JobRun one = run;
      if (!once(nameOf(run), () -> executions.restart(one.executionId(), USER))) {
        held.add(run);
      }
    }
    others.addAll(held);
  }

  private static String nameOf(JobRun run) {
    return "execution " + run.executionId() + " of " + run.job();
  }

  /** Whether it was tried; if not, its lease is still held. */
  private boolean once(String name, Runnable restart) {
    if (!tried.add(name)) {
      return true;
    }
    try {
      restart.run();
      LOG.log(Level.INFO, "{0} is gone on from", name);
    } catch (MailwrightException e) {
      if (e.code() == ErrorCode.RUNS_ALREADY) {
        tried.remove(name);
        return false;
      }
      cannot(name, e);
    } catch (RuntimeException e) {
      // One that cannot be restarted must not keep the others from it.
      cannot(name, e);
    }
    return true;
  }

  private static void cannot(String name, RuntimeException e) {
    LOG.log(
        Level.SEVERE, e, () -> name + " could not be restarted by itself; it stays interrupted");
  }
}
