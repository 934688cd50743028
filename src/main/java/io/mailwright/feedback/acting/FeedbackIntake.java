package io.mailwright.feedback.acting;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.feedback.bounce.Feedback;
import io.mailwright.feedback.bounce.FeedbackClassifier;
import io.mailwright.feedback.bounce.Finding;
import io.mailwright.feedback.bounce.MailTrace;
import io.mailwright.feedback.event.FeedbackEvent;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.mail.ReturnedMail;
import io.mailwright.feedback.mail.ReturnedMailReader;
import io.mailwright.feedback.origin.Origin;
import io.mailwright.feedback.origin.Origins;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Understands a mail that came back, and does what there is to do about it. Thread-safe. */
@ApplicationScoped
public class FeedbackIntake {
  private FeedbackClassifier classifier;
  private Origins origins;
  private FeedbackActions actions;
  private Clock clock;

  FeedbackIntake() {}

  /** For injection and tests. */
  @Inject
  public FeedbackIntake(
      ReplyClassifier rules, Origins origins, FeedbackActions actions, Clock clock) {
    this.classifier = new FeedbackClassifier(rules);
    this.origins = origins;
    this.actions = actions;
    this.clock = clock;
  }

  /**
   * What a mail says of one recipient.
   *
   * @param origin the mail that it is about, if that is known
   * @param isForged whether its return path claims to be ours and is not: it is believed in nothing
   * @param done what was done; empty if nothing was to be done, or it was only looked at
   */
  public record Understood(
      Finding finding,
      Optional<Origin> origin,
      boolean isForged,
      Optional<FeedbackActions.Done> done) {
    /** Whose it is: what the ledger says, else what the mail says. */
    public Optional<String> emailKey() {
      return origin.map(Origin::emailKey).or(() -> key(finding.recipient()));
    }
  }

  /**
   * Says what a mail means, and changes nothing.
   *
   * @throws IOException if it cannot be read to its end
   */
  public List<Understood> explain(InputStream mail) throws IOException {
    return understood(ReturnedMailReader.read(mail));
  }

  /**
   * Acts on a mail.
   *
   * @param source where it came from, up to 200 characters
   * @throws IOException if it cannot be read to its end
   */
  public List<Understood> take(InputStream mail, String source) throws IOException {
    ReturnedMail read = ReturnedMailReader.read(mail);
    return understood(read).stream().map(u -> acted(u, read, source)).toList();
  }

  private List<Understood> understood(ReturnedMail mail) {
    Feedback feedback = classifier.classify(mail);
    List<Understood> all = new ArrayList<>();
    for (Finding finding : feedback.findings()) {
      Origins.Traces traces = traces(feedback, finding);
      all.add(
          new Understood(
              finding, origins.find(traces), origins.isForged(traces), Optional.empty()));
    }
    return all;
  }

  /** A notice of many recipients has one return path, which is that of one of them. */
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
        recipients);
  }

  private static List<String> values(Feedback feedback, MailTrace.Kind kind) {
    return feedback.traces().stream()
        .filter(trace -> trace.kind() == kind)
        .map(MailTrace::value)
        .toList();
  }

  private Understood acted(Understood what, ReturnedMail mail, String source) {
    Optional<FeedbackKind> kind = kind(what.finding());
    Optional<String> emailKey = what.emailKey();
    if (kind.isEmpty() || emailKey.isEmpty() || what.isForged()) {
      return what;
    }
    Finding finding = what.finding();
    FeedbackActions.Done done =
        actions.act(
            new CameBack(
                kind.get(),
                emailKey.get(),
                what.origin(),
                clock.instant(),
                source,
                finding.evidence() + " [" + finding.decidedBy() + "]",
                finding.reason().isAboutSender(),
                FeedbackEvent.identity(
                    kind.get(), identity(kind.get(), what, emailKey.get(), mail))));
    return new Understood(finding, what.origin(), false, Optional.of(done));
  }

  /**
   * That mail is late is no bounce yet: another notice follows, or none. A receiver's machine that
   * reports on our signatures (RFC 6591) is nobody's complaint.
   */
  private static Optional<FeedbackKind> kind(Finding finding) {
    return switch (finding.kind()) {
      case HARD -> Optional.of(FeedbackKind.HARD_BOUNCE);
      case SOFT ->
          finding.reason() == RefusalReason.DELAYED
              ? Optional.empty()
              : Optional.of(FeedbackKind.SOFT_BOUNCE);
      case COMPLAINT ->
          finding.reason().isAboutSender() ? Optional.empty() : Optional.of(FeedbackKind.COMPLAINT);
      case AUTO_REPLY, NONE -> Optional.empty();
    };
  }

  /** A mail bounces for good once, whoever tells it; softly it may more than once. */
  private static String identity(
      FeedbackKind kind, Understood what, String emailKey, ReturnedMail mail) {
    String whose =
        what.origin()
            .flatMap(Origin::deliveryId)
            .map(id -> "delivery " + id)
            .orElse("address " + emailKey);
    if (kind != FeedbackKind.SOFT_BOUNCE && what.origin().isPresent()) {
      return whose;
    }
    return whose
        + " notice "
        + mail.headers().first("Message-ID").or(() -> mail.headers().first("Date")).orElse("");
  }

  private static Optional<String> key(String address) {
    return EmailAddress.check(address) instanceof AddressVerdict.Accepted accepted
        ? Optional.of(accepted.address().key())
        : Optional.empty();
  }
}
