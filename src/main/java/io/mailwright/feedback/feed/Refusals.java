package io.mailwright.feedback.feed;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.bounce.FeedbackClassifier;
import io.mailwright.feedback.bounce.Finding;
import io.mailwright.feedback.bounce.FindingKind;
import io.mailwright.feedback.event.FeedbackKind;

/**
 * Judges what providers tell of refusals by the same rules as mails that come back: the server's
 * words first, and what the provider calls it only where those say nothing. What the provider calls
 * temporary is never held against the address for good.
 */
final class Refusals {
  private final FeedbackClassifier classifier;

  /** What a provider makes of a refusal. */
  enum Category {
    /** The address does not work. */
    DEAD,
    /** This mail was refused; the address may work. */
    FOR_NOW,
    /**
     * It was refused for where it comes from or what it holds, which says nothing of the address.
     */
    NOT_OF_ADDRESS,
    /** It does not say. */
    NONE
  }

  Refusals(FeedbackClassifier classifier) {
    this.classifier = classifier;
  }

  /**
   * What a refusal comes to.
   *
   * @param words the server's
   * @param status enhanced status, if it is told apart from the words
   */
  Told told(String recipient, String words, String status, Category category) {
    Finding finding = classifier.classify(recipient, words, status, category == Category.DEAD);
    boolean saysNothing = finding.reason() == RefusalReason.UNKNOWN;
    boolean isHard =
        (category == Category.DEAD || category == Category.NONE)
            && (finding.kind() == FindingKind.HARD || (saysNothing && category == Category.DEAD));
    String decidedBy =
        saysNothing && category == Category.DEAD
            ? "the provider says that the address does not work"
            : finding.decidedBy();
    return new Told(
        java.util.Optional.of(isHard ? FeedbackKind.HARD_BOUNCE : FeedbackKind.SOFT_BOUNCE),
        finding.evidence() + " [" + decidedBy + "]",
        !finding.reason().isAboutAddress() || (saysNothing && category == Category.NOT_OF_ADDRESS));
  }
}
