package io.mailwright.content.template;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A template by name; what it says stands in its versions. */
@Entity
@Table(name = "template")
public class Template extends StoredEntity {
  private String name;

  @Column(name = "current_no")
  private int currentNo;

  /** For Jakarta Persistence. */
  protected Template() {}

  Template(String name, Instant createdAt) {
    super(createdAt);
    rename(name);
    this.currentNo = 1;
  }

  /** What people call it; no two templates have the same name. */
  public String name() {
    return name;
  }

  /** The number of the newest version, from 1. */
  public int currentNo() {
    return currentNo;
  }

  final void rename(String newName) {
    this.name = Require.line("name", newName, 200);
  }

  int nextNo() {
    return ++currentNo;
  }
}
