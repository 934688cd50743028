package io.mailwright.operations.intake;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.ImportState;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.send.RunControl;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.execution.ExecutionEnded;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import io.mailwright.operations.execution.JobStarter;
import io.mailwright.operations.execution.SubjectActions;
import io.mailwright.operations.node.RunLeases;
import jakarta.batch.operations.JobOperator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
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
  private ImportRepository imports;
  private Uploads uploads;
  private ImportOutcomes outcomes;

  ImportJobs() {}

  @Inject
  ImportJobs(
      JobStarter starter,
      JobOperator operator,
      JobRunRepository runs,
      RunLeases leases,
      ImportRepository imports,
      Uploads uploads,
      ImportOutcomes outcomes) {
    this.starter = starter;
    this.operator = operator;
    this.runs = runs;
    this.leases = leases;
    this.imports = imports;
    this.uploads = uploads;
    this.outcomes = outcomes;
  }

  @Override
  public boolean handles(String job) {
    return job.equals(ListImports.JOB);
  }

  @Override
  public long start(String job, Map<String, String> checked, String user) {
    long importId = Long.parseLong(checked.get("importId"));
    refuseUnlessOpen(importId);
    Properties parameters = new Properties();
    parameters.putAll(checked);
    return starter.start(
        job,
        parameters,
        new JobStarter.Subject(Lease.ofImport(importId), Optional.empty(), Optional.of(importId)),
        user);
  }

  private void refuseUnlessOpen(long importId) {
    ImportState state =
        imports
            .find(importId)
            .orElseThrow(
                () ->
                    new MailwrightException(
                        ErrorCode.NOT_FOUND,
                        "There is no import " + importId + ". Nothing was started."))
            .state();
    if (state.isFinal()) {
      throw new MailwrightException(
          ErrorCode.NOT_RESTARTABLE,
          "Import "
              + importId
              + " is "
              + Require.word(state)
              + " and its file is no longer kept. Nothing was started; send the file again.");
    }
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

  void ended(@Observes ExecutionEnded event) {
    event
        .run()
        .importId()
        .flatMap(imports::find)
        .ifPresent(
            ended -> {
              if (ended.state().isFinal()) {
                // A file holds addresses: it goes as soon as nothing will read it again.
                discardFile(ended.id());
              } else {
                outcomes.note(ended, event.run().executionId());
              }
            });
  }

  private void discardFile(long importId) {
    imports.find(importId).ifPresent(i -> uploads.discard(Path.of(i.request().uploadPath())));
  }

  @Override
  public long restart(JobRun run, String user) {
    run.importId().ifPresent(this::refuseUnlessOpen);
    return starter.restart(run, new Properties(), user);
  }

  @Override
  public void abandoned(JobRun run, String user) {
    run.importId().ifPresent(this::discardFile);
  }
}
