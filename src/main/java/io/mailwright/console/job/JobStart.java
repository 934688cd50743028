package io.mailwright.console.job;

import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.Visitor;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.execution.ExecutionView;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.execution.JobDefinition;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** The form that starts a job, made from its definition; also with the parameters of an old run. */
@Named("jobStart")
@ViewScoped
public class JobStart implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject private Executions executions;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;

  private final FormFields form = new FormFields();
  private String job;
  private long like;
  private transient JobDefinition definition;

  /** Fills the form with defaults, or with what an old run had. */
  public void load() {
    visitor.requireSender();
    Map<String, String> old =
        like > 0 ? executions.find(like).map(ExecutionView::parameters).orElse(Map.of()) : Map.of();
    for (JobDefinition.Parameter parameter : getDefinition().parameters()) {
      form.put(parameter.name(), old.getOrDefault(parameter.name(), parameter.defaultValue()));
    }
  }

  /** The job. */
  public JobDefinition getDefinition() {
    if (definition == null) {
      definition =
          executions.definitions().stream()
              .filter(candidate -> candidate.name().equals(job))
              .findFirst()
              .orElseThrow(
                  () ->
                      new MailwrightException(
                          ErrorCode.NOT_FOUND, "There is no job of this name."));
    }
    return definition;
  }

  /** Starts it, and goes to its execution. */
  public String start() {
    long[] started = new long[1];
    boolean isDone =
        attempt.asSender(
            () -> {
              Map<String, String> parameters = new TreeMap<>();
              for (JobDefinition.Parameter parameter : getDefinition().parameters()) {
                form.optional(parameter.name())
                    .ifPresent(value -> parameters.put(parameter.name(), value));
              }
              started[0] = executions.start(job, parameters, visitor.getName());
            });
    if (!isDone) {
      return null;
    }
    attempt.done("job.started");
    return "/execution?faces-redirect=true&id=" + started[0];
  }

  /** What was typed, by parameter. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  public String getJob() {
    return job;
  }

  public void setJob(String job) {
    this.job = job;
  }

  public long getLike() {
    return like;
  }

  public void setLike(long like) {
    this.like = like;
  }
}
