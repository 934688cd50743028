package io.mailwright.delivery.send;

import io.mailwright.content.render.RenderedMail;
import io.mailwright.delivery.ledger.ClaimedDelivery;

/** A claimed recipient with the mail made for it. */
public record Rendered(ClaimedDelivery claim, RenderedMail mail) {}
