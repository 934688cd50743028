package io.mailwright.feedback.acting;

import io.mailwright.feedback.bounce.Feedback;
import io.mailwright.feedback.bounce.FeedbackClassifier;
import io.mailwright.feedback.bounce.Finding;
import io.mailwright.feedback.bounce.FindingKind;
import io.mailwright.feedback.bounce.MailTrace;
import io.mailwright.feedback.link.RecipientLinks;
import io.mailwright.feedback.mail.ReturnedMail;
import io.mailwright.feedback.origin.Origin;
import io.mailwright.feedback.origin.Origins;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells what a mail that came back means: what it says of whom, which mail it is about, and whether
 * it is to be believed. Changes nothing. Thread-safe.
 */
final class MailMeaning {
  /** Recipients of one notice whose mails are looked for: a mail of ours has one. */
  private static final int MOST_LOOKED_FOR = 100;

  private final FeedbackClassifier classifier;
  private final Origins origins;
  private final RecipientLinks links;

  MailMeaning(FeedbackClassifier classifier, Origins origins, RecipientLinks links) {
    this.classifier = classifier;
    this.origins = origins;
    this.links = links;
  }

  /**
   * @param isTrusted whether a recipient that the mail names is enough to believe it
   */
  FeedbackIntake.Reading of(ReturnedMail mail, boolean isTrusted) {
    Optional<RecipientLinks.Leaving> leaving =
        mail.headers().first("Subject").flatMap(links::leaving);
    if (leaving.flatMap(RecipientLinks.Leaving::who).isPresent()) {
      return new FeedbackIntake.Reading(mail, List.of(), leaving, Optional.empty());
    }
    // A subject may hold words like that and no token: a notice of a mail that had it says more.
    List<Understood> recipients = understood(mail, isTrusted);
    if (isAboutNobody(recipients)) {
      return new FeedbackIntake.Reading(
          mail, recipients, Optional.empty(), Optional.of(EvidenceNotes.NAMES_NOBODY));
    }
    if (!recipients.isEmpty() || leaving.isPresent()) {
      return new FeedbackIntake.Reading(
          mail, recipients, leaving.filter(none -> recipients.isEmpty()), Optional.empty());
    }
    return new FeedbackIntake.Reading(mail, List.of(), Optional.empty(), puzzle(mail));
  }

  /** Whether something happened, and to nobody that could be told. */
  private static boolean isAboutNobody(List<Understood> recipients) {
    return recipients.stream().anyMatch(one -> one.event().isPresent())
        && recipients.stream().allMatch(one -> one.emailKey().isEmpty());
  }

  private static Optional<String> puzzle(ReturnedMail mail) {
    return mail.damage()
        .map(EvidenceNotes::damaged)
        .or(() -> mail.hasHeader() ? Optional.empty() : Optional.of(EvidenceNotes.NO_MAIL))
        .or(
            () ->
                FeedbackClassifier.isNotice(mail)
                    ? Optional.of(EvidenceNotes.NAMES_NOBODY)
                    : Optional.empty());
  }

  private List<Understood> understood(ReturnedMail mail, boolean isTrusted) {
    Feedback feedback = classifier.classify(mail);
    Origins.Traces paths =
        new Origins.Traces(
            values(feedback, MailTrace.Kind.ENVELOPE_RECIPIENT), List.of(), List.of());
    boolean isForged = origins.isForged(paths);
    // A notice of several recipients has one return path, which is that of one of them.
    Optional<Origin> ofPath =
        feedback.findings().size() == 1 ? Optional.empty() : origins.find(paths);
    if (feedback.findings().isEmpty() && ofPath.isPresent()) {
      feedback = classifier.classify(mail, ofPath.get().emailKey());
    }
    List<Finding> findings = feedback.findings();
    Optional<Finding> whose = ofPath.flatMap(path -> whose(path, findings));
    List<Finding> lookedFor =
        findings.stream()
            .limit(MOST_LOOKED_FOR)
            .filter(finding -> !isThat(whose, finding))
            .toList();
    Iterator<Optional<Origin>> found = origins.find(traces(feedback, lookedFor)).iterator();
    List<Understood> all = new ArrayList<>();
    for (Finding finding : findings) {
      Optional<Origin> origin =
          isThat(whose, finding) ? ofPath : found.hasNext() ? found.next() : Optional.empty();
      boolean isBelieved =
          Understood.event(finding.kind(), finding.reason()).isEmpty()
              || (!isForged && (isTrusted || origin.filter(Origin::isProven).isPresent()));
      all.add(new Understood(finding, origin, isForged, isBelieved, Optional.empty()));
    }
    return all;
  }

  /**
   * Which finding is about the mail of the return path: that of its recipient. Where the receiver
   * passed it on to others and names those, the mildest, since the address itself took the mail.
   */
  private static Optional<Finding> whose(Origin path, List<Finding> findings) {
    return findings.stream()
        .filter(f -> Understood.key(f.recipient()).equals(Optional.of(path.emailKey())))
        .findFirst()
        .or(() -> mildest(findings));
  }

  private static Optional<Finding> mildest(List<Finding> findings) {
    return Stream.of(FindingKind.SOFT, FindingKind.HARD, FindingKind.COMPLAINT)
        .flatMap(kind -> findings.stream().filter(f -> f.kind() == kind))
        .findFirst();
  }

  private static boolean isThat(Optional<Finding> one, Finding finding) {
    return one.filter(f -> f == finding).isPresent();
  }

  private static List<Origins.Traces> traces(Feedback feedback, List<Finding> findings) {
    return findings.stream().map(finding -> traces(feedback, finding)).toList();
  }

  private static Origins.Traces traces(Feedback feedback, Finding finding) {
    boolean isOfOne = feedback.findings().size() == 1;
    List<String> recipients = new ArrayList<>();
    if (!finding.recipient().isEmpty()) {
      recipients.add(finding.recipient());
    }
    if (isOfOne) {
      recipients.addAll(values(feedback, MailTrace.Kind.ORIGINAL_RECIPIENT));
    }
    return new Origins.Traces(
        isOfOne ? values(feedback, MailTrace.Kind.ENVELOPE_RECIPIENT) : List.of(),
        values(feedback, MailTrace.Kind.MESSAGE_ID),
        isOfOne ? values(feedback, MailTrace.Kind.UNSUBSCRIBE_LINK) : List.of(),
        recipients);
  }

  private static List<String> values(Feedback feedback, MailTrace.Kind kind) {
    return feedback.traces().stream()
        .filter(trace -> trace.kind() == kind)
        .map(MailTrace::value)
        .toList();
  }
}
