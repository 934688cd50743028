package io.mailwright.feedback.acting;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.bounce.Finding;
import io.mailwright.feedback.bounce.FindingKind;
import io.mailwright.feedback.event.FeedbackEvent;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.evidence.EvidenceFinding;
import io.mailwright.feedback.mail.ReturnedMail;
import io.mailwright.feedback.origin.Origin;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a mail says of one recipient.
 *
 * @param origin the mail that it is about, if that is known
 * @param isForged whether its return path claims to be ours and is not: it is believed in nothing
 * @param isBelieved whether it may be acted on
 * @param done what was done; empty if nothing was to be done, or it was only looked at
 */
public record Understood(
    Finding finding,
    Optional<Origin> origin,
    boolean isForged,
    boolean isBelieved,
    Optional<FeedbackActions.Done> done) {
  /**
   * What stands in place of an address that a provider left out (RFC 6590): a word for it, or a
   * domain that there never is (RFC 2606 section 2).
   */
  private static final Pattern LEFT_OUT = Pattern.compile("(redacted|undisclosed)@.*|.*\\.invalid");

  /** Whose it is: what the ledger says, else what the mail says. */
  public Optional<String> emailKey() {
    return origin.map(Origin::emailKey).or(() -> key(finding.recipient()));
  }

  /** The mail that it is about, where it shows something that only that mail had. */
  Optional<Origin> provenOrigin() {
    return origin.filter(known -> known.isProven() && !isForged);
  }

  /** The key of an address as a mail says it; empty where it is none, or was left out. */
  static Optional<String> key(String address) {
    return EmailAddress.check(address) instanceof AddressVerdict.Accepted accepted
        ? Optional.of(accepted.address().key()).filter(key -> !LEFT_OUT.matcher(key).matches())
        : Optional.empty();
  }

  /** The recipient as it is noted, also where what the mail says is no address. */
  public String recipient() {
    return emailKey().orElse(finding.recipient());
  }

  /** The same as it is noted with the mail. */
  public EvidenceFinding note() {
    return new EvidenceFinding(
        recipient(),
        finding.kind().name(),
        finding.reason().name(),
        finding.status().map(Object::toString),
        finding.evidence(),
        origin.map(Origin::campaignId),
        origin.flatMap(Origin::deliveryId),
        origin.map(known -> known.by().name()),
        isBelieved,
        done.map(Enum::name));
  }

  Understood withDone(FeedbackActions.Done what) {
    return new Understood(finding, origin, isForged, isBelieved, Optional.of(what));
  }

  /** The event that it is; empty for none. */
  Optional<FeedbackKind> event() {
    return event(finding.kind(), finding.reason());
  }

  /**
   * That mail is late is no bounce yet: another notice follows, or none. A receiver's machine that
   * reports on our signatures (RFC 6591) is nobody's complaint.
   */
  static Optional<FeedbackKind> event(FindingKind kind, RefusalReason reason) {
    return switch (kind) {
      case HARD -> Optional.of(FeedbackKind.HARD_BOUNCE);
      case SOFT ->
          reason == RefusalReason.DELAYED
              ? Optional.empty()
              : Optional.of(FeedbackKind.SOFT_BOUNCE);
      case COMPLAINT ->
          reason.isAboutSender() ? Optional.empty() : Optional.of(FeedbackKind.COMPLAINT);
      case AUTO_REPLY, NONE -> Optional.empty();
    };
  }

  /**
   * The identity of the event that the mail is for this recipient, were it understood as said; what
   * it is understood as now does not count.
   *
   * @param mail in which it stands
   * @return empty if that is no event
   */
  public Optional<String> identity(FindingKind kind, RefusalReason reason, ReturnedMail mail) {
    return emailKey()
        .flatMap(
            key ->
                event(kind, reason)
                    .map(event -> FeedbackEvent.identity(event, identity(event, key, mail))));
  }

  /** A mail bounces for good once, whoever tells it; softly it may more than once. */
  private String identity(FeedbackKind kind, String emailKey, ReturnedMail mail) {
    String whose =
        origin
            .flatMap(Origin::deliveryId)
            .map(id -> "delivery " + id)
            .orElse("address " + emailKey);
    if (kind != FeedbackKind.SOFT_BOUNCE && origin.isPresent()) {
      return whose;
    }
    return whose + " notice " + mark(mail);
  }

  /**
   * What no other notice has, as far as it says; without the first two it is no mail of RFC 5322.
   */
  private static String mark(ReturnedMail mail) {
    return Stream.of("Message-ID", "Date", "Received")
        .flatMap(name -> mail.headers().first(name).stream())
        .findFirst()
        .orElse("");
  }
}
