package io.mailwright.content.link;

import java.util.Optional;

/** The links of one campaign's mails that are each recipient's own. Thread-safe. */
public interface MailLinks {
  /** Mails without links. */
  MailLinks NONE = emailKey -> Optional.empty();

  /**
   * How this recipient leaves; called once a mail.
   *
   * @param emailKey the normalised address
   */
  Optional<Unsubscribe> unsubscribe(String emailKey);

  /**
   * The envelope sender of one mail, to which its bounces go.
   *
   * @param base the campaign's
   */
  default String returnPath(String base, long deliveryId) {
    return base;
  }
}
