package io.mailwright.smtp;

import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header of a mail but its subject (RFC 5322 section 3.6). The envelope sender is not here: it
 * need not be an address of the header.
 *
 * @param from the sender's address
 * @param fromName the sender's name as people read it, or empty
 * @param replyTo where answers go, if not to the sender
 * @param to the recipient's address
 * @param toName the recipient's name, or empty
 * @param messageId {@code <left@right>} in ASCII with the angle brackets; the same for every copy
 *     of the same mail to the same recipient
 * @param date when the mail was made
 */
public record HeaderFields(
    EmailAddress from,
    Optional<String> fromName,
    Optional<EmailAddress> replyTo,
    EmailAddress to,
    Optional<String> toName,
    String messageId,
    Instant date) {
  private static final Pattern MESSAGE_ID =
      Pattern.compile("<[\\w.!#$%&'*+/=?^`{|}~-]{1,200}@[A-Za-z0-9.-]{1,253}>");

  /**
   * Refuses what would break the header.
   *
   * @throws MailwrightException {@link ErrorCode#UNSAFE_HEADER}
   */
  public HeaderFields {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(replyTo, "replyTo");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(date, "date");
    fromName.ifPresent(name -> requireOneLine("From", name));
    toName.ifPresent(name -> requireOneLine("To", name));
    if (!MESSAGE_ID.matcher(messageId).matches()) {
      throw new MailwrightException(
          ErrorCode.UNSAFE_HEADER, "The Message-ID is not of the form <left@right> in ASCII.");
    }
  }

  /** Whether an address of the header can only be written in UTF-8 (RFC 6532). */
  boolean needsSmtpUtf8() {
    return from.needsSmtpUtf8()
        || to.needsSmtpUtf8()
        || replyTo.filter(EmailAddress::needsSmtpUtf8).isPresent();
  }

  /** Refuses line breaks, NUL and other control characters, which start new header fields. */
  static void requireOneLine(String field, String value) {
    if (value.codePoints().anyMatch(HeaderFields::breaksHeader)) {
      throw new MailwrightException(
          ErrorCode.UNSAFE_HEADER,
          "The header field "
              + field
              + " would hold a line break or control character, so the mail was not made. Remove it"
              + " from the value.");
    }
  }

  private static boolean breaksHeader(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
