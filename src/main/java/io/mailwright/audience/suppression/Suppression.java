package io.mailwright.audience.suppression;

import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** An address that gets no mail from any campaign. */
@Entity
@Table(name = "suppression")
public class Suppression extends StoredEntity {
  @Column(name = "email_key", updatable = false)
  private String emailKey;

  @Enumerated(EnumType.STRING)
  private SuppressionReason reason;

  private String source;
  private String note;

  /** For Jakarta Persistence. */
  protected Suppression() {}

  /**
   * @param source what entered it: a user, a campaign, a mailbox; 1 to 200 characters
   * @param note up to 1,000 characters; null for none
   */
  public Suppression(
      EmailAddress email, SuppressionReason reason, String source, String note, Instant createdAt) {
    super(createdAt);
    this.emailKey = email.key();
    describe(reason, source, note);
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
   * Takes over what somebody says who suppresses the address again. The source stays with the
   * reason; a note is replaced by another, not by none.
   *
   * @param newNote null for none
   */
  final void enterAgain(SuppressionReason given, String newSource, String newNote) {
    SuppressionReason stands = reason.orNewer(given);
    describe(
        stands,
        stands == reason ? source : newSource,
        newNote == null || newNote.isBlank() ? note : newNote);
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

  /** More words, if someone left any. */
  public Optional<String> note() {
    return Optional.ofNullable(note);
  }
}
