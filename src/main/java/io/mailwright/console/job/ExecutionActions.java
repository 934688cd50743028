package io.mailwright.console.job;

import io.mailwright.console.Attempt;
import io.mailwright.console.Visitor;
import io.mailwright.operations.execution.Executions;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** The buttons of an execution. Each goes on to an execution's page by a redirect. */
@Named("executionActions")
@RequestScoped
public class ExecutionActions {
  @Inject private Executions executions;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;

  /** Asks it to stop. */
  public String stop(long id) {
    if (attempt.asSender(() -> executions.stop(id, visitor.getName()))) {
      attempt.done("execution.stopping");
    }
    return page(id);
  }

  /** Starts it again where it stopped, and goes to the new execution. */
  public String restart(long id) {
    long[] started = {id};
    if (attempt.asSender(() -> started[0] = executions.restart(id, visitor.getName()).id())) {
      attempt.done("execution.restarted");
    }
    return page(started[0]);
  }

  /** Ends it for good. */
  public String abandon(long id) {
    if (attempt.asSender(() -> executions.abandon(id, visitor.getName()))) {
      attempt.done("execution.abandoned");
    }
    return page(id);
  }

  private static String page(long id) {
    return "/execution?faces-redirect=true&id=" + id;
  }
}
