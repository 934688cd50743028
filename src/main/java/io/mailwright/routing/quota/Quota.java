package io.mailwright.routing.quota;

import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;

/** A quota of a source, a sender or a site. Only its {@link #rule} changes. */
@Entity
@Table(name = "quota")
public class Quota extends StoredEntity {
  @Enumerated(EnumType.STRING)
  @Column(updatable = false)
  private QuotaScope scope;

  @Column(updatable = false)
  private String subject;

  @Embedded private StoredRule rule;

  /** For Jakarta Persistence. */
  protected Quota() {}

  Quota(QuotaDraft draft, Instant createdAt) {
    super(createdAt);
    this.scope = draft.scope();
    this.subject = draft.subject();
    this.rule = new StoredRule(draft.rule());
  }

  void allow(QuotaRule now) {
    this.rule = new StoredRule(now);
  }

  /** What it counts the mails of. */
  public QuotaScope scope() {
    return scope;
  }

  /** Whose mails: a route's id, a sender's domain or address, a site's name. */
  public String subject() {
    return subject;
  }

  /** How many, and in which time. */
  public QuotaRule rule() {
    return rule.rule();
  }
}
