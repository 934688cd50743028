package io.mailwright.operations.execution;

import io.mailwright.delivery.send.RunControl;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.operations.node.RunLeases;
import jakarta.batch.operations.JobExecutionNotRunningException;
import jakarta.batch.operations.JobOperator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Stops executions: this node's itself, another's by a request that it obeys. */
@ApplicationScoped
public class ExecutionStops {
  private static final Logger LOG = Logger.getLogger(ExecutionStops.class.getName());

  private JobRunRepository runs;
  private RunLeases leases;
  private JobOperator operator;
  private NodeIdentity node;

  ExecutionStops() {}

  /** For injection. */
  @Inject
  public ExecutionStops(
      JobRunRepository runs, RunLeases leases, JobOperator operator, NodeIdentity node) {
    this.runs = runs;
    this.leases = leases;
    this.operator = operator;
    this.node = node;
  }

  /** Stops a run on whatever node it is; one that ends meanwhile has stopped. */
  public void stop(JobRun run) {
    Optional<RunControl> here = leases.find(run.leaseName());
    if (here.isPresent()) {
      stop(run.executionId(), here);
    } else {
      runs.requestStop(run.executionId());
    }
  }

  /** Looks for requests and obeys them. */
  public void obey() {
    for (long executionId : runs.stopRequests(node.incarnation())) {
      stop(executionId, runs.find(executionId).flatMap(run -> leases.find(run.leaseName())));
    }
  }

  /** Stops everything that runs on this node: the server stops. */
  public void stopAll() {
    try {
      for (JobRun run : runs.unfinished()) {
        if (run.incarnation() == node.incarnation()) {
          tell(run.executionId());
        }
      }
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "what runs here cannot be read; recovery finds it at the start", e);
    }
    leases.stopAll();
  }

  /**
   * The batch runtime is told first, or an execution whose workers have ended counts as complete.
   */
  private void stop(long executionId, Optional<RunControl> here) {
    try {
      tell(executionId);
    } finally {
      here.ifPresent(RunControl::stop);
    }
  }

  private void tell(long executionId) {
    try {
      operator.stop(executionId);
    } catch (JobExecutionNotRunningException e) {
      LOG.fine(() -> "execution " + executionId + " had ended before it could be stopped");
    }
  }
}
