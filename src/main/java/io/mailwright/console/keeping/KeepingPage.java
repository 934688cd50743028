package io.mailwright.console.keeping;

import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.LastSteps;
import io.mailwright.console.Visitor;
import io.mailwright.console.Words;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.store.Revision;
import io.mailwright.operations.execution.ExecutionView;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.keeping.KeptKind;
import io.mailwright.operations.keeping.Purge;
import io.mailwright.operations.keeping.PurgeCounts;
import io.mailwright.operations.keeping.Retention;
import io.mailwright.operations.keeping.RetentionRepository;
import io.mailwright.operations.keeping.RetentionRules;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** How long each kind of data is kept, what would go now, and what went. */
@Named("keepingPage")
@RequestScoped
public class KeepingPage {
  private static final int RUNS = 10;
  private static final String BACK = "/keeping?faces-redirect=true";

  @Inject private RetentionRepository retention;
  @Inject private Purge purge;
  @Inject private PurgeCounts counts;
  @Inject private Executions executions;
  @Inject private Attempt attempt;
  @Inject private LastSteps lastSteps;
  @Inject private Words words;
  @Inject private Visitor visitor;
  @Inject private Settings settings;

  private final FormFields form = new FormFields();
  private Retention kept;
  private List<Purge.Due> due;
  private List<ExecutionView> runs;

  /** Fills the form with what holds, unless somebody has typed. */
  public void load() {
    if (form.map().isEmpty()) {
      form.put("version", String.valueOf(getRetention().version()));
      for (KeptKind kind : KeptKind.values()) {
        OptionalInt days = getRetention().rules().daysOf(kind);
        form.put(kind.field(), days.isPresent() ? String.valueOf(days.getAsInt()) : "");
      }
    }
  }

  /** What holds now. */
  public Retention getRetention() {
    if (kept == null) {
      kept = retention.get();
    }
    return kept;
  }

  /** All kinds. */
  public List<KeptKind> getKinds() {
    return Arrays.asList(KeptKind.values());
  }

  /** Stores what was typed; a field that is empty is for ever. */
  public String save() {
    RetentionRules[] was = {null};
    int[] stored = {0};
    boolean isDone =
        attempt
            .withInputs("form:days-")
            .asAdmin(
                () -> {
                  was[0] = getRetention().rules();
                  RetentionRules[] rules = {was[0]};
                  Require.all(
                      getKinds().stream()
                          .map(kind -> (Runnable) () -> rules[0] = rules[0].with(kind, days(kind)))
                          .toArray(Runnable[]::new));
                  Revision seen = Revision.of((int) form.number("version", 1, Integer.MAX_VALUE));
                  stored[0] = retention.change(seen, rules[0]).version();
                });
    if (!isDone) {
      return null;
    }
    lastSteps.offer(
        words.of("keeping.saved"),
        beans ->
            beans.select(RetentionRepository.class).get().change(Revision.of(stored[0]), was[0]),
        BACK);
    return BACK;
  }

  private OptionalInt days(KeptKind kind) {
    Optional<Long> days = form.optionalNumber(kind.field(), 0, RetentionRules.MOST_DAYS);
    return days.isPresent() ? OptionalInt.of(days.get().intValue()) : OptionalInt.empty();
  }

  /** What would go now. */
  public List<Purge.Due> getDue() {
    if (due == null) {
      due = purge.preview(getRetention().rules());
    }
    return due;
  }

  /** How many rows that are. */
  public long getDueRows() {
    return getDue().stream().mapToLong(Purge.Due::rows).sum();
  }

  /** Lets it go. */
  public String start() {
    long[] started = {0};
    if (attempt.asAdmin(
        () -> started[0] = executions.start("purge", Map.of(), visitor.getName()))) {
      attempt.done("job.started");
      return "/execution?faces-redirect=true&id=" + started[0];
    }
    return BACK;
  }

  /** The last purges. */
  public List<ExecutionView> getRuns() {
    if (runs == null) {
      runs =
          executions.list(
              new Executions.Filter(
                  Optional.of("purge"), Optional.empty(), Optional.empty(), 0, RUNS, true));
    }
    return runs;
  }

  /** How many rows one of them deleted. */
  public long deleted(ExecutionView run) {
    return counts.of(run.id()).values().stream().mapToLong(Long::longValue).sum();
  }

  /** What one of them deleted, by kind. */
  public Map<KeptKind, Long> deletedOf(long executionId) {
    return counts.of(executionId);
  }

  /** When it happens by itself; empty if it does not. */
  public String getNightly() {
    return settings.purgeAt().map(Object::toString).orElse("");
  }

  /** The zone of that time. */
  public String getZone() {
    return settings.zone().getId();
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }
}
