package io.mailwright.content.program;

import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import java.util.Optional;

/** Who signs in the name of which sender. Thread-safe. */
@FunctionalInterface
public interface MailSigners {
  /**
   * The signer for mails of a sender, with the keys that its domain has now; empty if it has none
   * that is active.
   *
   * @param from the address in From
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#SECRET_UNREADABLE} if a
   *     key cannot be opened
   */
  Optional<MailSigner> of(EmailAddress from);
}
