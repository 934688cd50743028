package io.mailwright.content.program;

import io.mailwright.content.link.Unsubscribe;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What differs in the header from one mail of a campaign to the next, but its subject (RFC 5322
 * section 3.6).
 *
 * @param to the recipient's address
 * @param toName the recipient's name, or empty
 * @param messageId {@code <left@right>} in ASCII with the angle brackets; the same for every copy
 *     of the same mail to the same recipient
 * @param date when the mail was made
 * @param unsubscribe how the recipient leaves, if it can
 */
public record MailHeader(
    EmailAddress to,
    Optional<String> toName,
    String messageId,
    Instant date,
    Optional<Unsubscribe> unsubscribe) {
  private static final int LONGEST_ID = 500;

  /**
   * Refuses what would break the header.
   *
   * @throws MailwrightException {@link ErrorCode#UNSAFE_HEADER}
   */
  public MailHeader {
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(date, "date");
    toName.ifPresent(name -> HeaderLine.require("To", name));
    if (!isMessageId(messageId)) {
      throw new MailwrightException(
          ErrorCode.UNSAFE_HEADER, "The Message-ID is not of the form <left@right> in ASCII.");
    }
  }

  /** Of a mail that nobody can unsubscribe by. */
  public MailHeader(EmailAddress to, Optional<String> toName, String messageId, Instant date) {
    this(to, toName, messageId, date, Optional.empty());
  }

  private static boolean isMessageId(String id) {
    int at = id.indexOf('@');
    int end = id.length() - 1;
    if (at < 2 || at != id.lastIndexOf('@') || at > end - 2 || end > LONGEST_ID) {
      return false;
    }
    for (int i = 1; i < end; i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c > '~' || "()<>[]:;\\,\"".indexOf(c) >= 0) {
        return false;
      }
    }
    return id.charAt(0) == '<' && id.charAt(end) == '>';
  }
}
