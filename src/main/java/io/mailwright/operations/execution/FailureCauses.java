package io.mailwright.operations.execution;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Notes with an execution that failed what made it fail, of whatever job it is. */
@ApplicationScoped
class FailureCauses {
  private ExecutionHistory history;
  private JobRunRepository runs;

  FailureCauses() {}

  @Inject
  FailureCauses(ExecutionHistory history, JobRunRepository runs) {
    this.history = history;
    this.runs = runs;
  }

  void ended(@Observes ExecutionEnded event) {
    long executionId = event.run().executionId();
    if (history.endOf(executionId).batchStatus().equals("FAILED")) {
      history.causeOf(executionId).ifPresent(cause -> runs.noteCause(executionId, cause));
    }
  }
}
