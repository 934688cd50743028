package io.mailwright.operations.feedback;

import io.mailwright.delivery.lease.Lease;
import io.mailwright.feedback.mailbox.MailboxRepository;
import io.mailwright.operations.execution.ExecutionStops;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobStarter;
import io.mailwright.operations.execution.SubjectActions;
import io.mailwright.operations.node.RunLeases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The job {@code collect-feedback}, of which one runs at a time. */
@ApplicationScoped
public class CollectionJobs implements SubjectActions {
  static final String JOB = "collect-feedback";
  private static final String MAILBOX = "mailboxId";

  private JobStarter starter;
  private ExecutionStops stops;
  private RunLeases leases;
  private MailboxRepository mailboxes;

  CollectionJobs() {}

  @Inject
  CollectionJobs(
      JobStarter starter, ExecutionStops stops, RunLeases leases, MailboxRepository mailboxes) {
    this.starter = starter;
    this.stops = stops;
    this.leases = leases;
    this.mailboxes = mailboxes;
  }

  @Override
  public boolean handles(String job) {
    return job.equals(JOB);
  }

  /**
   * Reads mailboxes now.
   *
   * @param mailboxId only this one; empty: all that are enabled
   * @return the execution's id
   * @throws io.mailwright.kernel.error.MailwrightException {@code RUNS_ALREADY}, {@code NOT_FOUND}
   */
  public long collect(Optional<Long> mailboxId, String user) {
    return start(JOB, Map.of(MAILBOX, mailboxId.orElse(0L).toString()), user);
  }

  /** Whether it runs on any node. */
  public boolean isRunning() {
    return leases.isHeldAnywhere(Lease.ofJob(JOB));
  }

  @Override
  public long start(String job, Map<String, String> checked, String user) {
    long mailboxId = Long.parseLong(checked.getOrDefault(MAILBOX, "0"));
    if (mailboxId != 0) {
      mailboxes.get(mailboxId);
    }
    Properties parameters = new Properties();
    parameters.putAll(checked);
    return starter.start(
        job,
        parameters,
        new JobStarter.Subject(Lease.ofJob(JOB), Optional.empty(), Optional.empty()),
        user);
  }

  @Override
  public void stop(JobRun run, String user) {
    stops.stop(run);
  }

  @Override
  public long restart(JobRun run, String user) {
    return starter.restart(run, new Properties(), user);
  }

  /** What it has stored waits for the next run, whichever that is. */
  @Override
  public void abandoned(JobRun run, String user) {}
}
