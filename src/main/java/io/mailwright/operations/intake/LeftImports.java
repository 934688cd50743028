package io.mailwright.operations.intake;

import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.ListImport;
import io.mailwright.operations.execution.ExecutionHistory;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settles at the start what an earlier process of this node left between two writes: a file that
 * was not taken in to its end, and imports that say they run although no execution does. Only
 * imports whose file is here are touched; another node may be at work on the others.
 */
@ApplicationScoped
public class LeftImports {
  private static final int MOST = 10_000;

  private ImportRepository imports;
  private JobRunRepository runs;
  private ExecutionHistory history;
  private ImportOutcomes outcomes;
  private Uploads uploads;

  /** For CDI. */
  protected LeftImports() {}

  @Inject
  LeftImports(
      ImportRepository imports,
      JobRunRepository runs,
      ExecutionHistory history,
      ImportOutcomes outcomes,
      Uploads uploads) {
    this.imports = imports;
    this.runs = runs;
    this.history = history;
    this.outcomes = outcomes;
    this.uploads = uploads;
  }

  /** After the recovery of executions, and before anybody can start one. */
  public void settle() {
    uploads.discardUnfinished();
    for (ListImport left : imports.open(MOST)) {
      if (saysItRuns(left) && uploads.has(Path.of(left.request().uploadPath()))) {
        settle(left);
      }
    }
  }

  private static boolean saysItRuns(ListImport left) {
    return switch (left.state()) {
      case WAITING, READING, APPLYING -> true;
      case FAILED, INTERRUPTED, COMPLETED, ABORTED, ABANDONED -> false;
    };
  }

  private void settle(ListImport left) {
    Optional<JobRun> last = runs.lastOfImport(left.id());
    if (last.isEmpty()) {
      outcomes.noteNotBegun(left);
      return;
    }
    long executionId = last.get().executionId();
    if (history.isRunning(executionId)) {
      return;
    }
    if (history.endOf(executionId).isByCrash()) {
      outcomes.noteCrash(left, executionId);
    } else {
      outcomes.note(left, executionId);
    }
  }
}
