package io.mailwright.operations.execution;

import io.mailwright.delivery.send.RunControl;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.node.RunLeases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Knows which executions run here under which lease. Thread-safe. */
@ApplicationScoped
public class RunGuard implements ExecutionGuard {

  private final Map<Long, JobRun> running = new HashMap<>();
  private final Map<Long, RunControl> controls = new HashMap<>();

  /** Executions that ended before their starter could register them. */
  private final Set<Long> endedEarly = new HashSet<>();

  private RunLeases leases;
  private Event<ExecutionEnded> ended;

  RunGuard() {}

  /** For injection. */
  @Inject
  public RunGuard(RunLeases leases, Event<ExecutionEnded> ended) {
    this.leases = leases;
    this.ended = ended;
  }

  /** Makes an execution known that was just started under its lease. */
  public void register(JobRun run, RunControl control) {
    synchronized (this) {
      if (!endedEarly.remove(run.executionId())) {
        running.put(run.executionId(), run);
        controls.put(run.executionId(), control);
        return;
      }
    }
    finish(run);
  }

  /** Whether a thread of this node runs it. */
  public synchronized boolean runsHere(long executionId) {
    return running.containsKey(executionId);
  }

  @Override
  public void checkWrite(long executionId) {
    RunControl control;
    synchronized (this) {
      control = controls.get(executionId);
    }
    if (control != null && control.isLeaseLost() && !isRenewed(control)) {
      throw new MailwrightException(
          ErrorCode.LEASE_LOST,
          "Execution "
              + executionId
              + " lost its lease; what it would store now is refused, so that two runs cannot mix. Outcomes already in the ledger stand.");
    }
  }

  /** A lease that ran out while the database was away may be had again. */
  private static boolean isRenewed(RunControl control) {
    try {
      control.awaitRenewal();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !control.isLeaseLost();
  }

  @Override
  public void ended(long executionId) {
    JobRun run;
    synchronized (this) {
      run = running.remove(executionId);
      controls.remove(executionId);
      if (run == null) {
        endedEarly.add(executionId);
        return;
      }
    }
    finish(run);
  }

  private void finish(JobRun run) {
    try {
      ended.fire(new ExecutionEnded(run));
    } finally {
      leases.release(run.leaseName());
    }
  }
}
