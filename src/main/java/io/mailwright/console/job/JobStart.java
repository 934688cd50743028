package io.mailwright.console.job;

import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.Visitor;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.access.Role;
import io.mailwright.operations.execution.ExecutionView;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.execution.JobDefinition;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
  @Inject private SubjectChoices subjects;

  private final FormFields form = new FormFields();
  private String job;
  private long like;
  private transient JobDefinition definition;
  private final HashMap<String, List<SubjectChoices.Choice>> choices = new HashMap<>();

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

  /** Whether the parameter is the number of something that has a name. */
  public boolean isNamed(JobDefinition.Parameter parameter) {
    return parameter.name().equals("campaignId") || parameter.name().equals("importId");
  }

  /** What such a parameter can be; as it was when the page was opened. */
  public List<SubjectChoices.Choice> choices(JobDefinition.Parameter parameter) {
    return isNamed(parameter)
        ? choices.computeIfAbsent(parameter.name(), this::readChoices)
        : List.of();
  }

  private List<SubjectChoices.Choice> readChoices(String parameter) {
    List<SubjectChoices.Choice> found =
        new ArrayList<>(
            parameter.equals("importId") ? subjects.imports() : subjects.campaignsFor(job));
    // That of the old run stays, also if its state does not allow it now: the start says so.
    form.optional(parameter)
        .filter(old -> found.stream().noneMatch(choice -> choice.value().equals(old)))
        .ifPresent(old -> found.add(0, new SubjectChoices.Choice(old, old)));
    return found;
  }

  /** Starts it, and goes to its execution. */
  public String start() {
    long[] started = new long[1];
    Attempt.Work work =
        () -> {
          Map<String, String> parameters = new TreeMap<>();
          for (JobDefinition.Parameter parameter : getDefinition().parameters()) {
            form.optional(parameter.name())
                .ifPresent(value -> parameters.put(parameter.name(), value));
          }
          started[0] = executions.start(job, parameters, visitor.getName());
        };
    Attempt marked = attempt.withInputs("form:parameter-");
    boolean isForAdmins = getDefinition().startedBy() == Role.ADMIN;
    if (!(isForAdmins ? marked.asAdmin(work) : marked.asSender(work))) {
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
