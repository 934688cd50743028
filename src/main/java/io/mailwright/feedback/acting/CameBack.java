package io.mailwright.feedback.acting;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.origin.Origin;
import io.mailwright.kernel.text.Cut;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that came back for a recipient, understood.
 *
 * @param emailKey the recipient's normalised address
 * @param origin the mail that it is about, if that is known
 * @param source what told: a mailbox, a provider's feed, a person; up to 200 characters
 * @param evidence the words that it goes by
 * @param isAboutSender whether it blames where the mail came from: it is never held against the
 *     recipient
 * @param reason what it says is the matter, if that is known
 * @param identity what makes it this one and no other ({@link
 *     io.mailwright.feedback.event.FeedbackEvent#identity})
 */
public record CameBack(
    FeedbackKind kind,
    String emailKey,
    Optional<Origin> origin,
    Instant at,
    String source,
    String evidence,
    boolean isAboutSender,
    Optional<RefusalReason> reason,
    String identity) {
  private static final int MOST_EVIDENCE = 4000;

  /** Leaves out what no database takes. */
  public CameBack {
    evidence = Cut.storable(evidence, MOST_EVIDENCE);
  }

  /** From a source that says no more than whether it blames where the mail came from. */
  public CameBack(
      FeedbackKind kind,
      String emailKey,
      Optional<Origin> origin,
      Instant at,
      String source,
      String evidence,
      boolean isAboutSender,
      String identity) {
    this(
        kind,
        emailKey,
        origin,
        at,
        source,
        evidence,
        isAboutSender,
        isAboutSender ? Optional.of(RefusalReason.REPUTATION) : Optional.empty(),
        identity);
  }
}
