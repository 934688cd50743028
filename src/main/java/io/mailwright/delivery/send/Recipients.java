package io.mailwright.delivery.send;

import io.mailwright.audience.contact.AttributeJson;
import io.mailwright.content.link.Unsubscribe;
import io.mailwright.content.render.Recipient;
import io.mailwright.delivery.ledger.ClaimedDelivery;
import java.util.Map;
import java.util.Optional;

/** What a template sees of a claimed recipient. */
final class Recipients {
  private Recipients() {}

  static Recipient of(ClaimedDelivery claim, Optional<Unsubscribe> unsubscribe) {
    return new Recipient(
        claim.email(),
        claim.name().orElse(""),
        claim.locale().orElse(""),
        claim.timezone().orElse(""),
        claim.attributes().map(AttributeJson::read).orElse(Map.of()),
        unsubscribe.map(Unsubscribe::url).orElse(""));
  }
}
