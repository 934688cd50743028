package io.mailwright.audience.list;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A named set of contacts. An address stands in a list at most once. */
@Entity
@Table(name = "contact_list")
public class ContactList extends StoredEntity {
  private String name;

  /** For Jakarta Persistence. */
  protected ContactList() {}

  /**
   * @param name 1 to 200 characters
   */
  public ContactList(String name, Instant createdAt) {
    super(createdAt);
    rename(name);
  }

  /** What people call it; no two lists have the same name. */
  public String name() {
    return name;
  }

  /**
   * @param newName 1 to 200 characters
   */
  public final void rename(String newName) {
    this.name = Require.line("name", newName, 200);
  }
}
