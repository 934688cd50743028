package io.mailwright.operations.execution;

import io.mailwright.delivery.send.RunControl;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.operations.node.RunLeases;
import jakarta.batch.operations.JobExecutionNotRunningException;
import jakarta.batch.operations.JobOperator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Logger;

/** Stops executions of this node that were asked to stop on another. */
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
      try {
        operator.stop(executionId);
      } catch (JobExecutionNotRunningException e) {
        LOG.fine(() -> "execution " + executionId + " had ended before it could be stopped");
      }
    }
  }
}
