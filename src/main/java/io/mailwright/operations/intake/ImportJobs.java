package io.mailwright.operations.intake;

import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.send.RunControl;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import io.mailwright.operations.execution.JobStarter;
import io.mailwright.operations.execution.SubjectActions;
import io.mailwright.operations.node.RunLeases;
import jakarta.batch.operations.JobOperator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The job {@code import-recipients} under the lease of its import. */
@ApplicationScoped
class ImportJobs implements SubjectActions {
  private JobStarter starter;
  private JobOperator operator;
  private JobRunRepository runs;
  private RunLeases leases;

  ImportJobs() {}

  @Inject
  ImportJobs(JobStarter starter, JobOperator operator, JobRunRepository runs, RunLeases leases) {
    this.starter = starter;
    this.operator = operator;
    this.runs = runs;
    this.leases = leases;
  }

  @Override
  public boolean handles(String job) {
    return job.equals(ListImports.JOB);
  }

  @Override
  public long start(String job, Map<String, String> checked, String user) {
    long importId = Long.parseLong(checked.get("importId"));
    Properties parameters = new Properties();
    parameters.putAll(checked);
    return starter.start(
        job,
        parameters,
        new JobStarter.Subject(Lease.ofImport(importId), Optional.empty(), Optional.of(importId)),
        user);
  }

  @Override
  public void stop(JobRun run, String user) {
    Optional<RunControl> here = leases.find(run.leaseName());
    here.ifPresent(RunControl::stop);
    if (here.isPresent()) {
      operator.stop(run.executionId());
    } else {
      runs.requestStop(run.executionId());
    }
  }

  @Override
  public long restart(JobRun run, String user) {
    return starter.restart(run, new Properties(), user);
  }

  @Override
  public void abandoned(JobRun run, String user) {
    // An import that never applied its rows has changed nothing; there is nothing else to end.
  }
}
