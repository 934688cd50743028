package io.mailwright.console.audience;

import io.mailwright.audience.erased.PersonMark;
import io.mailwright.audience.intake.Rejection;
import io.mailwright.audience.list.ContactList;
import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.audience.suppression.Suppression;
import io.mailwright.audience.suppression.SuppressionBatches;
import io.mailwright.audience.suppression.SuppressionDraft;
import io.mailwright.audience.suppression.SuppressionQuery;
import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.audience.suppression.SuppressionRepository;
import io.mailwright.console.Attempt;
import io.mailwright.console.FormFields;
import io.mailwright.console.LastSteps;
import io.mailwright.console.Visitor;
import io.mailwright.console.Words;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.operations.intake.SuppressionImport;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.faces.context.Flash;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Addresses that get nothing: search, add, import, remove and think better of it. */
@Named("suppressionsPage")
@RequestScoped
public class SuppressionsPage {
  private static final int ROWS = 50;
  private static final String BACK = "/suppressions?faces-redirect=true";
  private static final String REJECTED = "rejectedSuppressions";
  private static final int MOST_SHOWN = 20;

  @Inject private SuppressionRepository suppressions;
  @Inject private SuppressionImport imports;
  @Inject private ContactListRepository lists;
  @Inject private Attempt attempt;
  @Inject private LastSteps lastSteps;
  @Inject private Visitor visitor;
  @Inject private Words words;

  private final FormFields form = new FormFields();
  private String text = "";
  private String reason = "";
  private String scope = "";
  private long after;
  private long chosen;
  private Page<Suppression> page;
  private Map<Long, String> names;
  private transient Part file;

  /** One page of suppressions, newest first. */
  public Page<Suppression> getPage() {
    if (page == null) {
      OptionalLong from = after > 0 ? OptionalLong.of(after) : OptionalLong.empty();
      page = suppressions.page(new PageRequest(from, ROWS, true), query());
    }
    return page;
  }

  private SuppressionQuery query() {
    SuppressionReason wanted = null;
    for (SuppressionReason one : SuppressionReason.values()) {
      wanted = one.name().equals(reason) ? one : wanted;
    }
    return new SuppressionQuery(
        text, wanted, scope.matches("\\d{1,18}") ? Long.valueOf(scope) : null);
  }

  /** Whether anything is looked for. */
  public boolean isFiltered() {
    return !text.isBlank() || !reason.isEmpty() || !scope.isEmpty();
  }

  /** What the next page goes on after; 0 if there is none. */
  public long getNext() {
    return getPage().next().orElse(0);
  }

  /** All reasons. */
  public SuppressionReason[] getReasons() {
    return SuppressionReason.values();
  }

  /** The lists, by name of id. */
  public List<ContactList> getLists() {
    return lists.page(PageRequest.first(PageRequest.MAX_LIMIT)).items();
  }

  /** The name of the list that a suppression is of; empty for all lists. */
  public String listName(Suppression suppression) {
    if (suppression.isOfAllLists()) {
      return "";
    }
    if (names == null) {
      names = new HashMap<>();
    }
    return names.computeIfAbsent(
        suppression.listId(), id -> lists.find(id).map(ContactList::name).orElse("#" + id));
  }

  /** Suppresses an address. */
  public String add() {
    boolean isDone = attempt.asSender(() -> added(suppressions.add(entered())));
    return isDone ? BACK : null;
  }

  private SuppressionDraft entered() {
    return new SuppressionDraft(
        SuppressionDraft.keyOf("email", form.address("email")),
        listOf(form.text("listId")),
        SuppressionReason.MANUAL,
        "user " + visitor.getName(),
        form.optional("note"),
        Optional.empty());
  }

  /** Only who may let an address get mail again is offered to do so. */
  private void added(SuppressionRepository.Entered entered) {
    if (!entered.isNew() || !visitor.isAdmin()) {
      attempt.done("suppression.added");
      return;
    }
    long id = entered.suppression().id();
    lastSteps.offer(
        words.of("suppression.added"),
        beans -> beans.select(SuppressionRepository.class).get().delete(id, Revision.latest()),
        BACK);
  }

  private long listOf(String choice) {
    return choice.isBlank() ? SuppressionDraft.ALL_LISTS : lists.get(Long.parseLong(choice)).id();
  }

  /** Takes in a file of addresses. */
  public String takeIn() {
    return attempt.asSender(this::takeInFile) ? BACK : null;
  }

  private void takeInFile() {
    if (file == null || file.getSize() == 0) {
      throw Require.refused("file", "choose a file.");
    }
    try (var content = file.getInputStream()) {
      SuppressionImport.Taken taken =
          imports.take(
              content,
              Optional.empty(),
              listOf(form.text("importListId")),
              SuppressionReason.MANUAL,
              visitor.getName());
      imported(taken);
      if (!taken.rejections().isEmpty()) {
        List<Rejection> first = taken.rejections();
        flash().put(REJECTED, List.copyOf(first.subList(0, Math.min(MOST_SHOWN, first.size()))));
      }
    } catch (IOException e) {
      throw new MailwrightException(
          ErrorCode.UPLOAD_BROKEN, "The file did not arrive to its end. Send it again.", e);
    }
  }

  private void imported(SuppressionImport.Taken taken) {
    if (taken.added() == 0 || !visitor.isAdmin()) {
      attempt.done("suppression.imported", taken.added(), taken.already(), taken.rejected());
      return;
    }
    long number = taken.number();
    lastSteps.offer(
        words.of("suppression.imported", taken.added(), taken.already(), taken.rejected()),
        beans -> beans.select(SuppressionBatches.class).get().takeBack(number),
        BACK);
  }

  /** Rows of the last import that were not taken, the first of them. */
  @SuppressWarnings("unchecked")
  public List<Rejection> getRejected() {
    Object rejected = flash().get(REJECTED);
    return rejected == null ? List.of() : (List<Rejection>) rejected;
  }

  /** Lets the chosen address get mail again. */
  public String delete() {
    Optional<Suppression> was = suppressions.find(chosen);
    if (attempt.asAdmin(() -> suppressions.delete(chosen, Revision.latest()))) {
      was.ifPresent(this::removed);
    }
    return BACK;
  }

  /**
   * What stands for an erased person is not put back: the address may have come into a list since,
   * of which nobody can tell that it is theirs. Erasing them again can be asked for.
   */
  private void removed(Suppression was) {
    if (PersonMark.isMark(was.emailKey())) {
      attempt.done("suppression.removed", was.emailKey());
      return;
    }
    lastSteps.offer(
        words.of("suppression.removed", was.emailKey()),
        beans -> beans.select(SuppressionRepository.class).get().restore(was),
        BACK);
  }

  private static Flash flash() {
    return FacesContext.getCurrentInstance().getExternalContext().getFlash();
  }

  /** What was typed, by field. */
  public Map<String, Object> getIn() {
    return form.map();
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text == null ? "" : text;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason == null ? "" : reason;
  }

  public String getScope() {
    return scope;
  }

  public void setScope(String scope) {
    this.scope = scope == null ? "" : scope;
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

  public Part getFile() {
    return file;
  }

  public void setFile(Part file) {
    this.file = file;
  }
}
