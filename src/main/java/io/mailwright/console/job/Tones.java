package io.mailwright.console.job;

import io.mailwright.operations.execution.ExecutionView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** The colours and words of batch statuses. */
@Named("tones")
@ApplicationScoped
public class Tones {
  /** The colour of a batch status. */
  public String of(String batchStatus) {
    return switch (batchStatus) {
      case "STARTING", "STARTED" -> "live";
      case "STOPPING", "STOPPED" -> "warn";
      case "COMPLETED" -> "good";
      case "FAILED" -> "bad";
      default -> "";
    };
  }

  /** The colour of an execution: one that waits is not done. */
  public String ofRun(ExecutionView execution) {
    return execution.exitStatus().filter("WAITING"::equals).isPresent()
        ? "warn"
        : of(execution.batchStatus());
  }

  /** The key of the word for an execution: a crash and a wait have words of their own. */
  public String word(ExecutionView execution) {
    String exit = execution.exitStatus().orElse("");
    return exit.equals("INTERRUPTED") || exit.equals("WAITING")
        ? "exit." + exit
        : "batch." + execution.batchStatus();
  }
}
