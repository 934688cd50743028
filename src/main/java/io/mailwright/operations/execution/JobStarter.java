package io.mailwright.operations.execution;

import io.mailwright.delivery.send.RunControl;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.operations.node.RunLeases;
import jakarta.batch.operations.JobOperator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Properties;
import java.util.function.ToLongFunction;

/** Starts and restarts jobs, always under their lease. */
@ApplicationScoped
public class JobStarter {
  private JobOperator operator;
  private RunLeases leases;
  private RunGuard guard;
  private JobRunRepository runs;
  private NodeIdentity node;

  JobStarter() {}

  /** For injection. */
  @Inject
  public JobStarter(
      JobOperator operator,
      RunLeases leases,
      RunGuard guard,
      JobRunRepository runs,
      NodeIdentity node) {
    this.operator = operator;
    this.leases = leases;
    this.guard = guard;
    this.runs = runs;
    this.node = node;
  }

  /**
   * What a job works on; it names the lease.
   *
   * @param leaseName who holds it may run the job
   */
  public record Subject(String leaseName, Optional<Long> campaignId, Optional<Long> importId) {}

  /**
   * Starts a job.
   *
   * @return the execution's id
   * @throws io.mailwright.kernel.error.MailwrightException {@code RUNS_ALREADY} if its lease is
   *     held
   */
  public long start(String job, Properties parameters, Subject subject, String user) {
    return run(job, subject, user, control -> operator.start(job, parameters));
  }

  /**
   * Restarts an execution of ours where it stopped. Only FAILED and STOPPED ones may be given: the
   * caller has checked under no lease, so the lease taken here decides.
   *
   * @return the new execution's id
   */
  public long restart(JobRun stopped, Properties parameters, String user) {
    Subject subject = new Subject(stopped.leaseName(), stopped.campaignId(), stopped.importId());
    return run(
        stopped.job(),
        subject,
        user,
        control -> operator.restart(stopped.executionId(), parameters));
  }

  private long run(String job, Subject subject, String user, ToLongFunction<RunControl> start) {
    RunControl control = leases.take(subject.leaseName(), subject.campaignId().orElse(0L));
    long executionId;
    try {
      executionId = start.applyAsLong(control);
    } catch (RuntimeException e) {
      leases.release(subject.leaseName());
      throw e;
    }
    JobRun run =
        new JobRun(
            executionId,
            operator.getJobInstance(executionId).getInstanceId(),
            job,
            subject.campaignId(),
            subject.importId(),
            node.name(),
            node.incarnation(),
            control.fence(),
            user);
    try {
      runs.add(run);
    } catch (RuntimeException e) {
      // It runs, but nobody would see it: it must end, and its end give the lease back.
      control.stop();
      throw e;
    } finally {
      guard.register(run, control);
    }
    return executionId;
  }
}
