package io.mailwright.delivery.courier;

import io.mailwright.content.render.RenderedMail;
import java.time.Instant;
import java.util.Optional;

/** Makes the octets of a mail (RFC 5322, MIME) from its rendered parts. */
public interface MailComposer {
  /**
   * Who a mail is from and to.
   *
   * @param from the address in From
   * @param replyTo the address in Reply-To
   * @param to the address in To, as written in the list
   * @param messageId the stable Message-ID, with angle brackets
   * @param date the Date header
   */
  record Headers(
      String from,
      Optional<String> fromName,
      Optional<String> replyTo,
      String to,
      Optional<String> toName,
      String messageId,
      Instant date) {}

  /** The mail, ready for the courier. */
  MailBody compose(Headers headers, RenderedMail mail);
}
