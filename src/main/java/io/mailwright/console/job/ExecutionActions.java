package io.mailwright.console.job;

import io.mailwright.console.Attempt;
import io.mailwright.console.Visitor;
import io.mailwright.operations.execution.ExecutionView;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.execution.JobCatalogue;
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
    if (attempted(id, () -> executions.stop(id, visitor.getName()))) {
      attempt.done("execution.stopping");
    }
    return page(id);
  }

  /** Starts it again where it stopped, and goes to the new execution. */
  public String restart(long id) {
    long[] started = {id};
    if (attempted(id, () -> started[0] = executions.restart(id, visitor.getName()).id())) {
      attempt.done("execution.restarted");
    }
    return page(started[0]);
  }

  /** Ends it for good. */
  public String abandon(long id) {
    if (attempted(id, () -> executions.abandon(id, visitor.getName()))) {
      attempt.done("execution.abandoned");
    }
    return page(id);
  }

  /** Whether the visitor may stop and restart executions of this job: who may start it. */
  public boolean mayAct(String job) {
    return JobCatalogue.isByAdmins(job) ? visitor.isAdmin() : visitor.isSender();
  }

  private boolean attempted(long id, Attempt.Work work) {
    boolean isByAdmins =
        executions.find(id).map(ExecutionView::job).filter(JobCatalogue::isByAdmins).isPresent();
    return isByAdmins ? attempt.asAdmin(work) : attempt.asSender(work);
  }

  private static String page(long id) {
    return "/execution?faces-redirect=true&id=" + id;
  }
}
