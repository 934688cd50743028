package io.mailwright.operations.intake;

import io.mailwright.audience.imports.ListImport;
import io.mailwright.audience.imports.StagingRepository;
import io.mailwright.audience.intake.RejectedRow;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.operations.execution.ExecutionHistory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Tells with the import why its execution ended before the import did, and what to do. */
@ApplicationScoped
class ImportOutcomes {
  private ExecutionHistory history;
  private StagingRepository staging;

  ImportOutcomes() {}

  @Inject
  ImportOutcomes(ExecutionHistory history, StagingRepository staging) {
    this.history = history;
    this.staging = staging;
  }

  /** Notes it; what the import says of itself already stays. */
  void note(ListImport unfinished, long executionId) {
    switch (history.endOf(executionId).batchStatus()) {
      case "FAILED" -> staging.fail(unfinished.id(), failure(unfinished, executionId));
      case "STOPPED" ->
          staging.interrupt(
              unfinished.id(),
              "Stopped after %,d rows, which are kept. %s restart execution %d to go on."
                  .formatted(unfinished.rowsRead(), listStands(unfinished), executionId));
      default -> {
        // It was complete; then so is the import.
      }
    }
  }

  /** Notes that the server ended while it ran. */
  void noteCrash(ListImport unfinished, long executionId) {
    staging.interrupt(
        unfinished.id(),
        "The server ended after %,d rows, which are kept. %s restart execution %d to go on."
            .formatted(unfinished.rowsRead(), listStands(unfinished), executionId));
  }

  /** Notes that the server ended when the file was stored and no execution of its job was. */
  void noteNotBegun(ListImport unfinished) {
    staging.interrupt(
        unfinished.id(),
        "The server ended before the import had begun. The list is as it was; start the job %s for"
                .formatted(ListImports.JOB)
            + " import %d, or send the file again.".formatted(unfinished.id()));
  }

  /** Notes that nobody will go on with it; what the import says of its own end already stays. */
  void noteAbandoned(ListImport unfinished, long executionId) {
    staging.abandon(
        unfinished.id(),
        "Abandoned with execution %d after %,d rows. %s send the file again to import it."
            .formatted(executionId, unfinished.rowsRead(), listStands(unfinished)));
  }

  private String failure(ListImport unfinished, long executionId) {
    String cause = history.causeOf(executionId).orElse("the server's log says more");
    if (cause.contains(RejectedRow.class.getName())) {
      return "%s %s: %,d. %s look at the rejects, correct the file or its columns and send it again."
          .formatted(
              ErrorCode.IMPORT_REJECTED.label(),
              ErrorCode.IMPORT_REJECTED.title(),
              unfinished.rejected(),
              listStands(unfinished));
    }
    String said = cause.replaceFirst("^step \\S+: ", "");
    if (said.startsWith("MW-")) {
      return said;
    }
    return "Failed after %,d rows: %s. %s restart execution %d, or send the file again."
        .formatted(
            unfinished.rowsRead(),
            said.replaceFirst("\\.+$", ""),
            listStands(unfinished),
            executionId);
  }

  private static String listStands(ListImport unfinished) {
    return unfinished.hasChangedList()
        ? "A part of the rows is in the list;"
        : "The list is as it was;";
  }
}
