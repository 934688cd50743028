package io.mailwright.operations.execution;

import io.mailwright.delivery.send.RunControl;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.operations.node.RunLeases;
import jakarta.batch.operations.JobExecutionNotRunningException;
import jakarta.batch.operations.JobOperator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Stops executions of this node: those that another was asked to stop, or all. */
@ApplicationScoped
public class RemoteStops {
  private static final Logger LOG = Logger.getLogger(RemoteStops.class.getName());

  private JobRunRepository runs;
  private RunLeases leases;
  private JobOperator operator;
  private NodeIdentity node;

  RemoteStops() {}

  /** For injection. */
  @Inject
  public RemoteStops(
      JobRunRepository runs, RunLeases leases, JobOperator operator, NodeIdentity node) {
    this.runs = runs;
    this.leases = leases;
    this.operator = operator;
    this.node = node;
  }

  /** Looks for requests and obeys them. */
  public void obey() {
    for (long executionId : runs.stopRequests(node.incarnation())) {
      runs.find(executionId)
          .flatMap(run -> leases.find(run.leaseName()))
          .ifPresent(RunControl::stop);
      stop(executionId);
    }
  }

  /**
   * Stops everything that runs on this node: the server stops. The batch runtime is told first, or
   * an execution whose workers have ended counts as complete.
   */
  public void stopAll() {
    try {
      for (JobRun run : runs.unfinished()) {
        if (run.incarnation() == node.incarnation()) {
          stop(run.executionId());
        }
      }
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "what runs here cannot be read; recovery finds it at the start", e);
    }
    leases.stopAll();
  }

  private void stop(long executionId) {
    try {
      operator.stop(executionId);
    } catch (JobExecutionNotRunningException e) {
      LOG.fine(() -> "execution " + executionId + " had ended before it could be stopped");
    }
  }
}
