package io.mailwright.delivery.policy;

import io.mailwright.kernel.smtp.EnhancedStatus;
import io.mailwright.kernel.smtp.SmtpReply;
import java.util.Optional;

/**
 * Notices that one campaign's mails are refused for their content, one after the other with the
 * same reply: then the campaign should pause, before it is refused by everybody. Thread-safe; one
 * for a campaign.
 */
public final class ContentAlarm {
  /** Refusals in a row, unless set. */
  public static final int STANDARD_LIMIT = 20;

  private final int limit;
  private Optional<Kind> last = Optional.empty();
  private int inARow;

  /**
   * What makes two refusals the same: texts differ by queue ids and hosts, sizes by recipient.
   *
   * @param code empty if the mail was not offered: it is larger than any server takes
   */
  private record Kind(Optional<Integer> code, Optional<EnhancedStatus> status) {
    static Kind of(Verdict.Failed failed) {
      return new Kind(
          failed.reply().map(SmtpReply::code), failed.reply().flatMap(SmtpReply::status));
    }
  }

  /**
   * @param limit same refusals in a row that raise the alarm, at least 2
   */
  public ContentAlarm(int limit) {
    if (limit < 2) {
      throw new IllegalArgumentException("one refusal is not a row");
    }
    this.limit = limit;
  }

  /**
   * Takes note of a verdict. An accepted mail ends a row; deferrals and what is not about content
   * neither end nor lengthen it.
   *
   * @return whether the row is now as long as the limit, or longer
   */
  public synchronized boolean raisedAfter(Verdict verdict) {
    if (verdict instanceof Verdict.Sent) {
      last = Optional.empty();
      inARow = 0;
    } else if (verdict instanceof Verdict.Failed failed && failed.scope() == FailureScope.CONTENT) {
      Optional<Kind> kind = Optional.of(Kind.of(failed));
      inARow = kind.equals(last) ? inARow + 1 : 1;
      last = kind;
    }
    return inARow >= limit;
  }
}
