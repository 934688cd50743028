package io.mailwright.operations.node;

import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.LeaseRepository;
import io.mailwright.delivery.send.LiveRuns;
import io.mailwright.delivery.send.RunControl;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The leases this node holds for what it runs. A timer renews them; when one is taken over, its run
 * is told to end and writes nothing more. Thread-safe.
 */
@ApplicationScoped
public class RunLeases {
  private static final Logger LOG = Logger.getLogger(RunLeases.class.getName());

  private final Map<String, RunControl> held = new ConcurrentHashMap<>();
  private LeaseRepository leases;
  private LiveRuns runs;
  private NodeIdentity node;
  private Settings settings;
  private Clock clock;

  RunLeases() {}

  /** For injection. */
  @Inject
  public RunLeases(
      LeaseRepository leases, LiveRuns runs, NodeIdentity node, Settings settings, Clock clock) {
    this.clock = clock;
    this.settings = settings;
    this.leases = leases;
    this.runs = runs;
    this.node = node;
  }

  /**
   * Takes the lease of a run.
   *
   * @param name the lease's name
   * @param campaignId the campaign, or 0 for a job of another kind
   * @throws MailwrightException {@link ErrorCode#RUNS_ALREADY} if somebody holds it
   */
  public RunControl take(String name, long campaignId) {
    long asked = System.nanoTime();
    Lease lease =
        leases
            .take(name, node.owner(), settings.lease(), settings.leaseGrace())
            .orElseThrow(
                () ->
                    new MailwrightException(
                        ErrorCode.RUNS_ALREADY,
                        "It runs already, here or on another node. Nothing was started twice; stop it first, or wait until"
                            + " its lease has ended (at most "
                            + settings.lease().plus(settings.leaseGrace()).toSeconds()
                            + " s after a crash)."));
    RunControl run = new RunControl(campaignId, lease, settings.lease(), System::nanoTime, clock);
    run.renewed(lease, asked, settings.lease());
    held.put(name, run);
    if (campaignId != 0) {
      runs.open(run);
    }
    return run;
  }

  /** The run this node holds under a lease. */
  public Optional<RunControl> find(String name) {
    return Optional.ofNullable(held.get(name));
  }

  /** Gives a lease back after the last thread of its run has ended. */
  public void release(String name) {
    RunControl run = held.remove(name);
    if (run != null) {
      if (run.campaignId() != 0) {
        runs.close(run.campaignId());
      }
      leases.release(run.lease());
    }
  }

  /** Renews all; called every few seconds. A lease that cannot be renewed ends by the clock. */
  public void renewAll() {
    for (Map.Entry<String, RunControl> entry : held.entrySet()) {
      renew(entry.getKey(), entry.getValue());
    }
  }

  private void renew(String name, RunControl run) {
    long asked = System.nanoTime();
    try {
      leases
          .renew(run.lease(), settings.lease())
          .ifPresentOrElse(
              lease -> run.renewed(lease, asked, settings.lease()), () -> lost(name, run));
    } catch (DatabaseException e) {
      LOG.log(
          Level.WARNING, e, () -> "the lease " + name + " could not be renewed; it is tried again");
    }
  }

  private static void lost(String name, RunControl run) {
    if (!run.isOver()) {
      LOG.warning(() -> "the lease " + name + " was taken over; its run here ends without writing");
    }
    run.lose();
  }

  /** Whether any node holds this lease now. */
  public boolean isHeldAnywhere(String name) {
    return leases.isHeld(name);
  }

  /** Tells every run of this node to end: the server stops. */
  public void stopAll() {
    held.values().forEach(RunControl::stop);
  }

  /** Whether nothing runs here. */
  public boolean isIdle() {
    return held.isEmpty();
  }
}
