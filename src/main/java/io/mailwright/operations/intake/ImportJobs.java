package io.mailwright.operations.intake;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.ListImport;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.operations.execution.ExecutionEnded;
import io.mailwright.operations.execution.ExecutionInterrupted;
import io.mailwright.operations.execution.ExecutionStops;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import io.mailwright.operations.execution.JobStarter;
import io.mailwright.operations.execution.SubjectActions;
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
  private ExecutionStops stops;
  private JobRunRepository runs;
  private ImportRepository imports;
  private Uploads uploads;
  private ImportOutcomes outcomes;

  ImportJobs() {}

  @Inject
  ImportJobs(
      JobStarter starter,
      ExecutionStops stops,
      JobRunRepository runs,
      ImportRepository imports,
      Uploads uploads,
      ImportOutcomes outcomes) {
    this.starter = starter;
    this.stops = stops;
    this.runs = runs;
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
    refuseUnlessReadable(importId);
    Properties parameters = new Properties();
    parameters.putAll(checked);
    return starter.start(
        job,
        parameters,
        new JobStarter.Subject(Lease.ofImport(importId), Optional.empty(), Optional.of(importId)),
        user);
  }

  private void refuseUnlessReadable(long importId) {
    ListImport asked =
        imports
            .find(importId)
            .orElseThrow(
                () ->
                    new MailwrightException(
                        ErrorCode.NOT_FOUND,
                        "There is no import " + importId + ". Nothing was started."));
    if (asked.state().isFinal()) {
      throw new MailwrightException(
          ErrorCode.NOT_RESTARTABLE,
          "Import "
              + importId
              + " is "
              + Require.word(asked.state())
              + " and its file is no longer kept. Nothing was started; send the file again.");
    }
    if (asked.needsFile() && !uploads.has(fileOf(asked))) {
      throw new MailwrightException(
          ErrorCode.IMPORT_UNREADABLE,
          "The file of import "
              + importId
              + " is not on this node. Nothing was started; send the file again, or start it on the"
              + " node that took it in.");
    }
  }

  private static Path fileOf(ListImport listImport) {
    return Path.of(listImport.request().uploadPath());
  }

  @Override
  public void stop(JobRun run, String user) {
    stops.stop(run);
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
                uploads.discard(fileOf(ended));
              } else {
                outcomes.note(ended, event.run().executionId());
              }
            });
  }

  void interrupted(@Observes ExecutionInterrupted event) {
    event
        .run()
        .importId()
        .flatMap(imports::find)
        .ifPresent(
            left -> {
              if (left.state().isFinal()) {
                uploads.discard(fileOf(left));
              } else {
                outcomes.noteCrash(left, event.run().executionId());
              }
            });
  }

  @Override
  public long restart(JobRun run, String user) {
    run.importId().ifPresent(this::refuseUnlessReadable);
    return starter.restart(run, new Properties(), user);
  }

  @Override
  public void abandoned(JobRun run, String user) {
    run.importId()
        .filter(id -> isLastOf(id, run))
        .flatMap(imports::find)
        .ifPresent(
            left -> {
              outcomes.noteAbandoned(left, run.executionId());
              uploads.discard(fileOf(left));
            });
  }

  /** Another execution of the import may have the file still to read. */
  private boolean isLastOf(long importId, JobRun run) {
    return runs.lastOfImport(importId)
        .filter(last -> last.executionId() == run.executionId())
        .isPresent();
  }
}
