package io.mailwright.content.program;

import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.util.Objects;
import java.util.Optional;

/**
 * Who all mails of a campaign are from. The envelope sender is not here: it need not be an address
 * of the header.
 *
 * @param from the address in From (RFC 5322 section 3.6.2)
 * @param name the sender's name as people read it, or empty
 * @param replyTo where answers go, if not to the sender
 * @param automatic whether no person asked for the mails to be sent, so that no machine is to
 *     answer (RFC 3834)
 */
public record MailSender(
    EmailAddress from, Optional<String> name, Optional<EmailAddress> replyTo, boolean automatic) {
  /** Of mails that a person sends. */
  public MailSender(EmailAddress from, Optional<String> name, Optional<EmailAddress> replyTo) {
    this(from, name, replyTo, false);
  }

  /**
   * Refuses what would break the header.
   *
   * @throws MailwrightException {@link ErrorCode#UNSAFE_HEADER}
   */
  public MailSender {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(replyTo, "replyTo");
    name.ifPresent(value -> HeaderLine.require("From", value));
  }

  /** Whether an address can only be written in UTF-8 (RFC 6532). */
  boolean needsSmtpUtf8() {
    return from.needsSmtpUtf8() || replyTo.filter(EmailAddress::needsSmtpUtf8).isPresent();
  }
}
