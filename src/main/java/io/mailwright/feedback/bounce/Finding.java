package io.mailwright.feedback.bounce;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.kernel.smtp.EnhancedStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a mail that came back says of one recipient.
 *
 * @param recipient the address as it stands in the mail; empty if it names none
 * @param status given by the server, else the one that stands for the reason
 * @param replyCode of SMTP, 400 to 599
 * @param evidence the words that it was read from, one line, at most {@value #MOST_EVIDENCE}
 *     characters
 * @param reason why it was refused. If it is about the sender ({@link
 *     RefusalReason#isAboutSender()}), it is never to be held against the recipient
 * @param clues what was looked at, in that order
 * @param decidedBy in plain words
 */
public record Finding(
    String recipient,
    FindingKind kind,
    Optional<EnhancedStatus> status,
    OptionalInt replyCode,
    RefusalReason reason,
    String evidence,
    List<Clue> clues,
    String decidedBy) {
  static final int MOST_EVIDENCE = 500;

  public Finding {
    clues = List.copyOf(clues);
  }

  /** That is about no refusal. */
  static Finding plain(String recipient, FindingKind kind, List<Clue> clues, String decidedBy) {
    return new Finding(
        recipient,
        kind,
        Optional.empty(),
        OptionalInt.empty(),
        RefusalReason.UNKNOWN,
        clues.isEmpty() ? "" : clues.get(0).words(),
        clues,
        decidedBy);
  }

  /**
   * As soft at most.
   *
   * @param why in a few words
   */
  Finding softened(String why) {
    return kind == FindingKind.HARD
        ? new Finding(
            recipient,
            FindingKind.SOFT,
            status,
            replyCode,
            reason,
            evidence,
            clues,
            decidedBy + " (soft: " + why + ")")
        : this;
  }

  Finding because(RefusalReason otherReason) {
    return new Finding(recipient, kind, status, replyCode, otherReason, evidence, clues, decidedBy);
  }
}
