package io.mailwright.audience.suppression;

import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** An address that gets no mail, from all lists or from one. */
@Entity
@Table(name = "suppression")
public class Suppression extends StoredEntity {
  @Column(name = "email_key", updatable = false)
  private String emailKey;

  @Enumerated(EnumType.STRING)
  private SuppressionReason reason;

  @Column(name = "list_id", updatable = false)
  private long listId;

  private String source;
  private String note;
  private String evidence;

  /** For Jakarta Persistence. */
  protected Suppression() {}

  /**
   * As it was said.
   *
   * @param id 0 for any that is free
   */
  public Suppression(long id, SuppressionDraft draft, Instant createdAt) {
    super(id, createdAt);
    this.emailKey = draft.emailKey();
    this.listId = draft.listId();
    this.reason = draft.reason();
    this.source = draft.source();
    this.note = draft.note().orElse(null);
    this.evidence = draft.evidence().orElse(null);
  }

  /**
   * Says anew why.
   *
   * @param newNote null for none
   */
  public final void describe(SuppressionReason newReason, String newSource, String newNote) {
    this.reason = newReason;
    this.source = Require.line("source", newSource, 200);
    this.note = Require.optionalLine("note", newNote, 1000);
  }

  /**
   * Takes over what is said of an address that is suppressed already. Source and evidence stay with
   * the reason; a note is replaced by another, not by none.
   */
  final void enterAgain(SuppressionDraft again) {
    SuppressionReason stands = reason.orNewer(again.reason());
    if (stands != reason) {
      this.source = again.source();
      this.evidence = again.evidence().orElse(null);
    } else if (evidence == null) {
      this.evidence = again.evidence().orElse(null);
    }
    this.reason = stands;
    this.note = again.note().orElse(note);
  }

  /** The normalised address ({@link EmailAddress#key}). */
  public String emailKey() {
    return emailKey;
  }

  /** Why. */
  public SuppressionReason reason() {
    return reason;
  }

  /** What entered it. */
  public String source() {
    return source;
  }

  /** The list that sends it no mail, or {@link SuppressionDraft#ALL_LISTS}. */
  public long listId() {
    return listId;
  }

  /** Whether no list sends it mail. */
  public boolean isOfAllLists() {
    return listId == SuppressionDraft.ALL_LISTS;
  }

  /** What it goes by, such as a server's reply. */
  public Optional<String> evidence() {
    return Optional.ofNullable(evidence);
  }

  /** The same to be said once more, as to undo that it was taken back. */
  public SuppressionDraft draft() {
    return new SuppressionDraft(emailKey, listId, reason, source, note(), evidence());
  }

  /** More words, if someone left any. */
  public Optional<String> note() {
    return Optional.ofNullable(note);
  }
}
