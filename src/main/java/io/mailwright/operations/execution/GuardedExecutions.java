package io.mailwright.operations.execution;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.node.RunLeases;
import jakarta.batch.operations.JobOperator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

@ApplicationScoped
class GuardedExecutions implements Executions {
  private ExecutionViews views;
  private ExecutionHistory history;
  private JobRunRepository runs;
  private JobOperator operator;
  private RunLeases leases;
  private Instance<SubjectActions> subjects;

  GuardedExecutions() {}

  @Inject
  GuardedExecutions(
      ExecutionViews views,
      ExecutionHistory history,
      JobRunRepository runs,
      JobOperator operator,
      RunLeases leases,
      @Any Instance<SubjectActions> subjects) {
    this.views = views;
    this.history = history;
    this.runs = runs;
    this.operator = operator;
    this.leases = leases;
    this.subjects = subjects;
  }

  @Override
  public List<JobDefinition> definitions() {
    return JobCatalogue.JOBS;
  }

  @Override
  public long start(String job, Map<String, String> parameters, String user) {
    Properties checked = JobCatalogue.check(job, parameters);
    Map<String, String> values = new HashMap<>();
    checked.stringPropertyNames().forEach(name -> values.put(name, checked.getProperty(name)));
    return subjectOf(job).start(job, values, user);
  }

  private SubjectActions subjectOf(String job) {
    return subjects.stream()
        .filter(s -> s.handles(job))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody handles the job " + job));
  }

  @Override
  public List<ExecutionView> list(Filter filter) {
    return views.list(filter);
  }

  @Override
  public Optional<ExecutionView> find(long executionId) {
    return views.find(executionId);
  }

  private ExecutionView get(long executionId) {
    return views
        .find(executionId)
        .orElseThrow(
            () ->
                new MailwrightException(
                    ErrorCode.NOT_FOUND, "There is no execution " + executionId + "."));
  }

  private JobRun runOf(long executionId) {
    return runs.find(executionId)
        .orElseThrow(
            () ->
                new MailwrightException(
                    ErrorCode.NOT_FOUND, "There is no execution " + executionId + "."));
  }

  @Override
  public ExecutionView stop(long executionId, String user) {
    ExecutionView execution = get(executionId);
    if (!history.isRunning(executionId)) {
      throw new MailwrightException(
          ErrorCode.NOT_RUNNING,
          "Execution "
              + executionId
              + " is "
              + execution.batchStatus()
              + "; there is nothing to stop.");
    }
    JobRun run = runOf(executionId);
    subjectOf(run.job()).stop(run, user);
    return get(executionId);
  }

  @Override
  public ExecutionView restart(long executionId, String user) {
    JobRun run = runOf(executionId);
    refuseUnlessRestartable(executionId, run);
    return get(subjectOf(run.job()).restart(run, user));
  }

  private void refuseUnlessRestartable(long executionId, JobRun run) {
    String status = history.endOf(executionId).batchStatus();
    if (leases.isHeldAnywhere(run.leaseName())) {
      throw new MailwrightException(
          ErrorCode.RUNS_ALREADY,
          "Execution "
              + executionId
              + " or another of the same subject runs now. Nothing was started twice.");
    }
    String reason =
        switch (status) {
          case "COMPLETED" -> "it is complete";
          case "ABANDONED" -> "it was abandoned";
          case "STARTING", "STARTED", "STOPPING" ->
              "a crash left it and it is not cleaned up yet; that happens within a minute";
          default ->
              history.isNewest(executionId) ? null : "a later execution of its instance exists";
        };
    if (reason != null) {
      throw new MailwrightException(
          ErrorCode.NOT_RESTARTABLE,
          "Execution "
              + executionId
              + " cannot be restarted: "
              + reason
              + ". Nothing was changed.");
    }
  }

  @Override
  public ExecutionView abandon(long executionId, String user) {
    JobRun run = runOf(executionId);
    ExecutionView execution = get(executionId);
    if (history.isRunning(executionId)) {
      throw new MailwrightException(
          ErrorCode.RUNS_ALREADY,
          "Execution "
              + executionId
              + " runs; stop it before it is abandoned. Nothing was changed.");
    }
    if (execution.batchStatus().equals("COMPLETED")) {
      throw new MailwrightException(
          ErrorCode.NOT_RUNNING,
          "Execution " + executionId + " is complete; there is nothing to abandon.");
    }
    boolean isLast = history.isNewest(executionId);
    operator.abandon(executionId);
    if (isLast) {
      subjectOf(run.job()).abandoned(run, user);
    }
    return get(executionId);
  }
}
