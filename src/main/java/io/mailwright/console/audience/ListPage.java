package io.mailwright.console.audience;

import io.mailwright.audience.contact.Contact;
import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.audience.imports.ImportRepository;
import io.mailwright.audience.imports.ImportState;
import io.mailwright.audience.imports.ListImport;
import io.mailwright.audience.list.ContactList;
import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.console.Attempt;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import io.mailwright.operations.intake.ListRemoval;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalLong;

/** One list: its imports as they go, its contacts. */
@Named("listPage")
@ViewScoped
public class ListPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROWS = 50;
  private static final int IMPORTS = 10;

  @Inject private ContactListRepository lists;
  @Inject private ContactRepository contacts;
  @Inject private ImportRepository imports;
  @Inject private ListRemoval removal;
  @Inject private Attempt attempt;

  private long id;
  private String text;
  private long after;
  private long chosen;
  private String name;
  private transient ContactList list;
  private transient Page<Contact> page;
  private transient List<ListImport> recent;
  private transient ListRemoval.Preview losses;

  /** Reads the list; again on every tick of the page's clock while an import runs. */
  public void load() {
    list = lists.get(id);
    name = list.name();
    recent = imports.ofList(id, Long.MAX_VALUE, IMPORTS);
    page = null;
    losses = null;
  }

  /** The list. */
  public ContactList getList() {
    if (list == null) {
      load();
    }
    return list;
  }

  /** The newest imports. */
  public List<ListImport> getImports() {
    getList();
    return recent;
  }

  /** Whether an import runs. */
  public boolean isMoving() {
    return getImports().stream().anyMatch(i -> isMoving(i));
  }

  private static boolean isMoving(ListImport of) {
    return of.state() == ImportState.WAITING
        || of.state() == ImportState.READING
        || of.state() == ImportState.APPLYING;
  }

  /** The colour of an import's state. */
  public String tone(ListImport of) {
    return switch (of.state()) {
      case WAITING, READING, APPLYING -> "live";
      case COMPLETED -> "good";
      case ABORTED, ABANDONED -> "warn";
      case INTERRUPTED, FAILED -> "bad";
    };
  }

  /** How many contacts it has. */
  public long getCount() {
    return contacts.count(id);
  }

  /** One page of contacts. */
  public Page<Contact> getPage() {
    if (page == null) {
      OptionalLong from = after > 0 ? OptionalLong.of(after) : OptionalLong.empty();
      page =
          contacts.page(id, new PageRequest(from, ROWS, false), text == null ? "" : text.strip());
    }
    return page;
  }

  /** What the next page goes on after; 0 if there is none. */
  public long getNext() {
    return getPage().next().orElse(0);
  }

  /** Takes the chosen contact out of the list. */
  public String deleteContact() {
    if (attempt.asAdmin(() -> contacts.delete(chosen))) {
      attempt.done("contact.deleted");
    }
    return "/list?faces-redirect=true&id=" + id;
  }

  /** Gives the list another name. */
  public String rename() {
    String wanted = name;
    if (attempt.asSender(() -> lists.rename(id, Revision.of(getList().version()), wanted))) {
      attempt.done("list.renamed");
    }
    return "/list?faces-redirect=true&id=" + id;
  }

  /** What deleting the list would take, and what stands against it. */
  public ListRemoval.Preview getRemoval() {
    if (losses == null) {
      losses = removal.preview(id);
    }
    return losses;
  }

  /** Deletes the list with its contacts and imports. */
  public String delete() {
    if (attempt.asSender(() -> removal.remove(id, Revision.latest()))) {
      attempt.done("list.deleted");
      return "/lists?faces-redirect=true";
    }
    return "/list?faces-redirect=true&id=" + id;
  }

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
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

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }
}
