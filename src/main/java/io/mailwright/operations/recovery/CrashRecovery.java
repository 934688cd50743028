package io.mailwright.operations.recovery;

import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.LeaseRepository;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.execution.ExecutionInterrupted;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import io.mailwright.operations.execution.RunGuard;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Marks executions that no thread runs as FAILED with exit status INTERRUPTED and tells those they
 * work for; a person restarts them, or {@link AutoRestart} does. Only under the lease: a live one
 * is never touched.
 */
@ApplicationScoped
public class CrashRecovery {
  private static final Logger LOG = Logger.getLogger(CrashRecovery.class.getName());

  private JobRunRepository runs;
  private RunGuard guard;
  private LeaseRepository leases;
  private AutoRestart restart;
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
      AutoRestart restart,
      NodeIdentity node,
      Settings settings,
      Event<ExecutionInterrupted> interrupted) {
    this.runs = runs;
    this.guard = guard;
    this.leases = leases;
    this.restart = restart;
    this.node = node;
    this.settings = settings;
    this.interrupted = interrupted;
  }

  /**
   * At start: earlier incarnations of this node are dead for certain, since only one process may
   * have its data folder.
   */
  public void recoverOwn() {
    leases.releaseEarlierOf(node);
    noteUnnoted();
    for (JobRun run : runs.unfinished()) {
      if (run.node().equals(node.name()) && run.incarnation() != node.incarnation()) {
        recover(run);
      }
    }
  }

  /**
   * A starter that ended between JBeret's record and ours left an execution that nothing could find
   * or restart, and that stands in the way of restarting those before it.
   */
  private void noteUnnoted() {
    for (JobRun run : runs.unnoted()) {
      underLease(
          run,
          () -> {
            // One that starts just now holds the lease until it is noted.
            if (runs.find(run.executionId()).isEmpty()) {
              runs.add(run);
              mark(run);
            }
          });
    }
  }

  /**
   * Now and then: executions of any node whose lease and grace are over, and our own that no thread
   * runs.
   */
  public void recoverOthers() {
    noteUnnoted();
    for (JobRun run : runs.unfinished()) {
      if (!guard.runsHere(run.executionId())) {
        recover(run);
      }
    }
  }

  private void recover(JobRun run) {
    underLease(run, () -> mark(run));
  }

  private void underLease(JobRun run, Runnable work) {
    Optional<Lease> lease =
        leases.take(run.leaseName(), node.owner(), settings.lease(), settings.leaseGrace());
    if (lease.isEmpty()) {
      return;
    }
    try {
      work.run();
    } finally {
      leases.release(lease.get());
    }
  }

  private void mark(JobRun run) {
    if (runs.markInterrupted(run.executionId())) {
      LOG.log(
          Level.WARNING,
          "execution {0} of {1} was left by a crash of {2}; it can be restarted",
          new Object[] {
            run.executionId(), run.job(), run.node().isEmpty() ? "a node" : run.node()
          });
      runs.noteCause(run.executionId(), "the server ended while it ran");
      interrupted.fire(new ExecutionInterrupted(run));
      restart.interrupted(run);
    }
  }
}
