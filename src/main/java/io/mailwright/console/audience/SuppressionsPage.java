package io.mailwright.console.audience;

import io.mailwright.audience.suppression.Suppression;
import io.mailwright.audience.suppression.SuppressionDraft;
import io.mailwright.audience.suppression.SuppressionQuery;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.audience.suppression.SuppressionRepository;
import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.Visitor;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;
import java.util.OptionalLong;

/** Addresses that get nothing: search, add, remove. */
@Named("suppressionsPage")
@RequestScoped
public class SuppressionsPage {
  private static final int ROWS = 50;

  @Inject private SuppressionRepository suppressions;
  @Inject private Attempt attempt;
  @Inject private Visitor visitor;

  private final FormFields form = new FormFields();
  private String text;
  private long after;
  private long chosen;
  private Page<Suppression> page;

  /** One page of suppressions, newest first. */
  public Page<Suppression> getPage() {
    if (page == null) {
      OptionalLong from = after > 0 ? OptionalLong.of(after) : OptionalLong.empty();
      page =
          suppressions.page(
              new PageRequest(from, ROWS, true),
              SuppressionQuery.startingWith(text == null ? "" : text));
    }
    return page;
  }

  /** What the next page goes on after; 0 if there is none. */
  public long getNext() {
    return getPage().next().orElse(0);
  }

  /** Suppresses an address. */
  public String add() {
    boolean isDone =
        attempt.asSender(
            () ->
                suppressions.add(
                    SuppressionDraft.ofAllLists(
                            form.address("email").key(),
                            SuppressionReason.MANUAL,
                            visitor.getName())
                        .withNote(form.optional("note"))));
    if (!isDone) {
      return null;
    }
    attempt.done("suppression.added");
    return "/suppressions?faces-redirect=true";
  }

  /** Lets the chosen address get mail again. */
  public String delete() {
    if (attempt.asAdmin(() -> suppressions.delete(chosen, Revision.latest()))) {
      attempt.done("suppression.deleted");
    }
    return "/suppressions?faces-redirect=true";
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public long getAfter() {
    return after;
  }

  public void setAfter(long after) {
    this.after = after;
  }

  public long getChosen() {
    return chosen;
  }

  public void setChosen(long chosen) {
    this.chosen = chosen;
  }
}
