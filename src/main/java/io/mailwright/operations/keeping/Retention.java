package io.mailwright.operations.keeping;

import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** How long each kind of data is kept, as people have said it; there is one. */
@Entity
@Table(name = "retention")
public class Retention extends StoredEntity {
  /** The id of the only one. */
  static final long ONLY = 1;

  private String rules;

  /** For Jakarta Persistence. */
  protected Retention() {}

  /** What holds. */
  public RetentionRules rules() {
    return RetentionRules.of(rules);
  }

  /** From now on. */
  final void change(RetentionRules to) {
    this.rules = to.stored();
  }
}
