package io.mailwright.delivery.ledger;

import io.mailwright.kernel.smtp.EnhancedStatus;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.kernel.text.Cut;
import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.Optional;

/**
 * A settlement as the columns of a row; null where the column is empty or keeps what it has.
 *
 * @param tries 1 if it was a try that counts, else 0
 * @param isOpen whether the row may be claimed again
 * @param at when it became known
 * @param dueAt when an open row may be claimed again; null for one that is settled
 */
record SettledRow(
    int state,
    int tries,
    boolean isOpen,
    Instant at,
    @Nullable Instant dueAt,
    @Nullable String why,
    @Nullable Long serverId,
    @Nullable Integer replyCode,
    @Nullable String enhancedStatus,
    @Nullable String replyText,
    @Nullable Integer doubt) {
  private static final int LONGEST_TEXT = 1000;

  static SettledRow of(Settlement s) {
    boolean isOpen = s.state().isOpen();
    Optional<SmtpReply> reply = s.reply();
    return new SettledRow(
        s.state().code(),
        s.wasTried() ? 1 : 0,
        isOpen,
        s.at(),
        isOpen ? s.dueAt().orElse(s.at()) : null,
        s.why().map(SettledRow::shortened).orElse(null),
        s.serverId().orElse(null),
        reply.map(SmtpReply::code).orElse(null),
        reply.flatMap(SmtpReply::status).map(EnhancedStatus::toString).orElse(null),
        reply.map(SmtpReply::text).map(SettledRow::shortened).orElse(null),
        s.state() == DeliveryState.IN_DOUBT ? Doubt.REPLY_LOST : null);
  }

  /**
   * Whether it was tried well before it became known: whoever tries knows the server, and recovery
   * does not.
   */
  boolean isTriedEarlier() {
    return tries == 1 && serverId == null;
  }

  /** As much of a text as a column takes. */
  static String shortened(String text) {
    return Cut.to(text, LONGEST_TEXT);
  }
}
