package io.mailwright.console.job;

import io.mailwright.operations.execution.ExecutionView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

/** The colours and words of batch statuses. */
@Named("tones")
@ApplicationScoped
public class Tones {
  /** The colour of a batch status; of a worker's also where a crash left it. */
  public String of(String batchStatus) {
    return switch (batchStatus) {
      case "STARTING", "STARTED" -> "live";
      case "STOPPING", "STOPPED" -> "warn";
      case "COMPLETED" -> "good";
      case "FAILED", "INTERRUPTED" -> "bad";
      default -> "";
    };
  }

  /** The colour of an execution: one that waits is not done. */
  public String ofRun(ExecutionView execution) {
    return exit(execution).equals("WAITING") ? "warn" : of(execution.batchStatus());
  }

  /**
   * The key of the word for an execution: a crash and a wait have words of their own, until it was
   * abandoned.
   */
  public String word(ExecutionView execution) {
    String exit = exit(execution);
    return exit.equals("INTERRUPTED") || exit.equals("WAITING")
        ? "exit." + exit
        : "batch." + execution.batchStatus();
  }

  /**
   * An abandoned execution keeps the exit status of its end; what a person decided since counts.
   */
  private static String exit(ExecutionView execution) {
    return execution.batchStatus().equals("ABANDONED") ? "" : execution.exitStatus().orElse("");
  }
}
