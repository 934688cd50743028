package io.mailwright.operations.keeping;

import io.mailwright.delivery.lease.Lease;
import io.mailwright.operations.execution.ExecutionStops;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobStarter;
import io.mailwright.operations.execution.SubjectActions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The job {@code purge}, one at a time in the whole cluster. */
@ApplicationScoped
class PurgeJobs implements SubjectActions {
  static final String JOB = "purge";

  private JobStarter starter;
  private ExecutionStops stops;

  PurgeJobs() {}

  @Inject
  PurgeJobs(JobStarter starter, ExecutionStops stops) {
    this.starter = starter;
    this.stops = stops;
  }

  @Override
  public boolean handles(String job) {
    return job.equals(JOB);
  }

  @Override
  public long start(String job, Map<String, String> checked, String user) {
    return starter.start(
        job,
        new Properties(),
        new JobStarter.Subject(Lease.ofJob(job), Optional.empty(), Optional.empty()),
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

  @Override
  public void abandoned(JobRun run, String user) {
    // What is left is found by the next run.
  }
}
