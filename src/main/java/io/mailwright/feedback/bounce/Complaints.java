package io.mailwright.feedback.bounce;

import io.mailwright.delivery.policy.RefusalReason;
import io.mailwright.feedback.mail.MailHeaders;
import io.mailwright.feedback.mail.MailPart;
import io.mailwright.feedback.mail.ReturnedMail;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a provider's feedback loop sends (RFC 5965), and Microsoft's older form of it. */
final class Complaints {
  /** "This is no spam", after all. */
  private static final Set<String> NO_COMPLAINT = Set.of("not-spam");

  private static final List<String> ENVELOPE = List.of("x-original-to", "delivered-to");

  /** The most to be believed first. */
  private static final List<String> RECEIVERS =
      Stream.concat(ENVELOPE.stream(), Stream.of("to", "cc")).toList();

  private static final String FEEDBACK_TYPE = "feedback-type";

  private Complaints() {}

  static List<Finding> in(ReturnedMail mail) {
    Optional<MailPart> report = mail.parts("message/feedback-report").findFirst();
    if (report.isPresent()) {
      return reported(mail, MailHeaders.parse(String.join("", report.get().groups())));
    }
    Optional<MailHeaders> inText = inText(mail);
    return inText.isPresent() ? reported(mail, inText.get()) : forwarded(mail);
  }

  /** Some give the report a type of its own, in a mail that is called one. */
  private static Optional<MailHeaders> inText(ReturnedMail mail) {
    boolean isCalledSo =
        mail.headers()
            .first("content-type")
            .filter(type -> type.toLowerCase(Locale.ROOT).contains("feedback-report"))
            .isPresent();
    return isCalledSo
        ? mail.parts("text/plain")
            .map(part -> MailHeaders.parse(part.text()))
            .filter(fields -> fields.has(FEEDBACK_TYPE))
            .findFirst()
        : Optional.empty();
  }

  private static List<Finding> reported(ReturnedMail mail, MailHeaders fields) {
    String type =
        fields.first(FEEDBACK_TYPE).orElse("other").toLowerCase(Locale.ROOT).replace(' ', '-');
    Set<String> recipients = new LinkedHashSet<>();
    for (String name : List.of("original-rcpt-to", "removal-recipient")) {
      fields.all(name).forEach(value -> recipients.addAll(Addresses.in(value)));
    }
    if (recipients.isEmpty()) {
      recipients.addAll(originalRecipients(mail));
    }
    Clue clue = Clue.of("Feedback-Type of the feedback report", type);
    if (NO_COMPLAINT.stream().anyMatch(type::startsWith)) {
      return findings(
          recipients, FindingKind.NONE, clue, "a feedback report that the mail is no spam");
    }
    // RFC 6591: the receiver's machine complains, of us and not of the recipient.
    RefusalReason reason =
        type.startsWith("auth-failure") ? RefusalReason.AUTHENTICATION : RefusalReason.UNKNOWN;
    return findings(
            recipients, FindingKind.COMPLAINT, clue, "a feedback report (RFC 5965) is a complaint")
        .stream()
        .map(f -> f.because(reason))
        .toList();
  }

  private static List<Finding> forwarded(ReturnedMail mail) {
    boolean isReport = mail.parts("message/delivery-status").findAny().isPresent();
    Optional<String> recipient =
        mail.headers(1).first("x-hmxmroriginalrecipient").filter(r -> !isReport);
    return recipient
        .map(
            r ->
                findings(
                    Addresses.in(r),
                    FindingKind.COMPLAINT,
                    Clue.of("X-HmXmrOriginalRecipient of the enclosed mail", r),
                    "Microsoft sends mails that were called junk back with this field"))
        .orElse(List.of());
  }

  /** Who the returned mail was for, by its own headers. */
  static Set<String> originalRecipients(ReturnedMail mail) {
    return recipients(mail.returned());
  }

  /** Who a mail with these headers was for. */
  static Set<String> recipients(MailHeaders original) {
    Set<String> recipients = new LinkedHashSet<>();
    for (String name : RECEIVERS) {
      original.all(name).forEach(value -> recipients.addAll(Addresses.in(value)));
      if (!recipients.isEmpty()) {
        break;
      }
    }
    return recipients;
  }

  /** Whether a server on the way has noted there to whom of them it delivered. */
  static boolean hasEnvelope(MailHeaders original) {
    return ENVELOPE.stream().anyMatch(original::has);
  }

  static List<Finding> findings(
      Set<String> recipients, FindingKind kind, Clue clue, String decidedBy) {
    return (recipients.isEmpty() ? Set.of("") : recipients)
        .stream().map(r -> Finding.plain(r, kind, List.of(clue), decidedBy)).toList();
  }
}
