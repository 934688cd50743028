package io.mailwright.console.audience;

import io.mailwright.audience.contact.ContactRepository;
import io.mailwright.audience.list.ContactList;
import io.mailwright.audience.list.ContactListRepository;
import io.mailwright.console.Attempt;
import io.mailwright.kernel.store.PageRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** The lists. */
@Named("listsPage")
@RequestScoped
public class ListsPage {
  @Inject private ContactListRepository lists;
  @Inject private ContactRepository contacts;
  @Inject private Attempt attempt;

  private String name;
  private List<Row> rows;

  /** A list with how many contacts it has. */
  public record Row(ContactList list, long contacts) {}

  /** All lists, newest first. */
  public List<Row> getRows() {
    if (rows == null) {
      rows =
          lists.page(PageRequest.newest(200)).items().stream()
              .map(list -> new Row(list, contacts.count(list.id())))
              .toList();
    }
    return rows;
  }

  /** Makes an empty list and goes there. */
  public String create() {
    long[] made = new long[1];
    if (!attempt.asSender(() -> made[0] = lists.create(name).id())) {
      return null;
    }
    attempt.done("list.created");
    return "/list?faces-redirect=true&id=" + made[0];
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }
}
