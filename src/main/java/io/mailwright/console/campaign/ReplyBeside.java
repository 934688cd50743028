package io.mailwright.console.campaign;

import io.mailwright.delivery.ledger.DeliveryView;

/** Most reasons quote the server's reply; then it need not stand beside them once more. */
final class ReplyBeside {
  /** Both are cut to the width of their columns, so only the beginning can be compared. */
  private static final int BEGINNING = 80;

  private ReplyBeside() {}

  static boolean isNeeded(DeliveryView delivery) {
    if (delivery.replyCode().isEmpty()) {
      return false;
    }
    String why = delivery.why().orElse("");
    String text = delivery.replyText().orElse("");
    return !why.contains(
            delivery.replyCode().get() + delivery.enhancedStatus().map(s -> " " + s).orElse(""))
        || !why.contains(text.substring(0, Math.min(BEGINNING, text.length())));
  }
}
