package io.mailwright.delivery.send;

import io.mailwright.content.link.Unsubscribe;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.delivery.ledger.ClaimedDelivery;
import java.util.Optional;

/**
 * A claimed recipient with the mail made for it.
 *
 * @param site the recipient's
 * @param unsubscribe how it leaves
 */
public record Rendered(
    ClaimedDelivery claim, RenderedMail mail, String site, Optional<Unsubscribe> unsubscribe) {
  /** About what it takes of the memory, at most; attachments are shared by all. */
  long octets() {
    long characters =
        (long) mail.subject().length()
            + mail.html().length()
            + mail.text().map(String::length).orElse(0);
    return characters * Character.BYTES;
  }
}
