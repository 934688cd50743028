package io.mailwright.feedback.acting;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.bounce.FindingKind;
import io.mailwright.feedback.evidence.Evidence;
import io.mailwright.feedback.evidence.EvidenceFinding;
import io.mailwright.feedback.evidence.EvidenceVerdict;
import io.mailwright.feedback.link.RecipientLinks;
import io.mailwright.feedback.link.UnsubscribeToken;
import io.mailwright.feedback.origin.Origin;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is noted with a stored mail. */
final class EvidenceNotes {
  /** Of a mail that asks to leave. */
  static final String SIGNED = "its subject carries the signed token of the mail";

  static final String NOT_SIGNED = "the token in its subject is none of ours, or was altered";

  static final String NO_MAIL = "It has no header of a mail: nothing can be told from it.";

  static final String NAMES_NOBODY =
      "A mail system tells of a mail, and names nobody whose it could be: read it, and suppress by hand whom it is about.";

  private EvidenceNotes() {}

  static String damaged(String why) {
    return "It can be read in part only: " + why;
  }

  static Evidence.Handled handled(List<Understood> all, Instant at) {
    return new Evidence.Handled(
        all.stream()
            .map(one -> verdict(one.finding().kind()))
            .min(Comparator.naturalOrder())
            .orElse(EvidenceVerdict.NONE),
        all.stream().allMatch(Understood::isBelieved),
        all.stream().flatMap(one -> one.origin().stream()).map(Origin::campaignId).findFirst(),
        at);
  }

  private static EvidenceVerdict verdict(FindingKind kind) {
    return switch (kind) {
      case HARD -> EvidenceVerdict.HARD;
      case SOFT -> EvidenceVerdict.SOFT;
      case COMPLAINT -> EvidenceVerdict.COMPLAINT;
      case AUTO_REPLY -> EvidenceVerdict.AUTO_REPLY;
      case NONE -> EvidenceVerdict.NONE;
    };
  }

  static Evidence.Handled left(RecipientLinks.Leaving leaving, Instant at) {
    return new Evidence.Handled(
        EvidenceVerdict.UNSUBSCRIBE,
        leaving.who().isPresent(),
        leaving.who().map(UnsubscribeToken::campaignId),
        at);
  }

  static EvidenceFinding leaver(UnsubscribeToken who) {
    return new EvidenceFinding(
        who.emailKey(),
        EvidenceVerdict.UNSUBSCRIBE.name(),
        RefusalReason.UNKNOWN.name(),
        Optional.empty(),
        SIGNED,
        Optional.of(who.campaignId()),
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.of(FeedbackActions.Done.SUPPRESSED.name()));
  }

  /** In words, for a person who has to look at it. */
  static String reason(Throwable why) {
    Throwable root = why;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String said = Optional.ofNullable(root.getMessage()).orElse("no more is known");
    return "Its handling failed: " + root.getClass().getSimpleName() + ": " + said;
  }
}
