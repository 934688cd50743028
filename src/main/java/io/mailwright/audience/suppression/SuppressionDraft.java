package io.mailwright.audience.suppression;

import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.kernel.text.Cut;
import java.util.Objects;
import java.util.Optional;

/**
 * What is said of an address that is to get no mail.
 *
 * @param emailKey the normalised address
 * @param listId the list that sends it none, or {@link #ALL_LISTS}
 * @param source what says so: a user, a campaign, a mailbox; one line of 1 to 200 characters
 * @param note a person's words, one line of up to 1,000 characters
 * @param evidence what it goes by, such as a server's reply; cut to 4,000 characters
 */
public record SuppressionDraft(
    String emailKey,
    long listId,
    SuppressionReason reason,
    String source,
    Optional<String> note,
    Optional<String> evidence) {
  /** In place of a list: no list sends it mail. */
  public static final long ALL_LISTS = 0;

  static final int LONGEST_EVIDENCE = 4000;

  /**
   * Refuses what cannot be stored.
   *
   * @throws io.mailwright.kernel.error.MailwrightException names the field
   */
  public SuppressionDraft {
    Objects.requireNonNull(emailKey, "emailKey");
    Objects.requireNonNull(reason, "reason");
    source = Require.line("source", source, 200);
    note = Optional.ofNullable(Require.optionalLine("note", note.orElse(null), 1000));
    evidence = evidence.map(e -> Cut.storable(e, LONGEST_EVIDENCE));
  }

  /**
   * The key of an address that somebody names to get no mail.
   *
   * @throws MailwrightException {@link ErrorCode#INVALID_ADDRESS} with the field, for a {@link
   *     #isPattern pattern}
   */
  public static String keyOf(String field, EmailAddress named) {
    if (isPattern(named)) {
      throw MailwrightException.ofField(
          ErrorCode.INVALID_ADDRESS,
          field,
          field + ": * stands for no other characters here. Name each address that is meant.");
    }
    return named.key();
  }

  /** Whether it is written like a pattern of several addresses, which would keep nobody's back. */
  public static boolean isPattern(EmailAddress named) {
    return named.localPart().startsWith("*") || named.localPart().endsWith("*");
  }

  /** Of all lists, without a note or evidence. */
  public static SuppressionDraft ofAllLists(
      String emailKey, SuppressionReason reason, String source) {
    return new SuppressionDraft(
        emailKey, ALL_LISTS, reason, source, Optional.empty(), Optional.empty());
  }

  /** Of another address, or of what stands for one; without words, which may name the first. */
  public SuppressionDraft withKey(String key) {
    return key.equals(emailKey)
        ? this
        : new SuppressionDraft(key, listId, reason, source, Optional.empty(), Optional.empty());
  }

  /** With a person's words. */
  public SuppressionDraft withNote(Optional<String> words) {
    return new SuppressionDraft(emailKey, listId, reason, source, words, evidence);
  }
}
