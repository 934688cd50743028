package io.mailwright.smtp;

import io.mailwright.content.program.MailBody;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import java.util.Optional;

/**
 * An envelope as commands for one server, or the outcome if it cannot be written so. Every address
 * is checked here again, whatever was checked before: what comes out cannot break a command.
 */
sealed interface WireEnvelope {
  /** The commands MAIL and RCPT, without line ends; UTF-8 only where the server takes it. */
  record Commands(String mail, String rcpt) implements WireEnvelope {}

  /** Why there are none. */
  record Refused(Outcome outcome) implements WireEnvelope {}

  /** Makes the commands. */
  static WireEnvelope of(Envelope envelope, MailBody body, CourierTransport server) {
    boolean utf8Offered = server.supportsExtension("SMTPUTF8");
    Optional<EmailAddress> sender = parse(envelope.sender());
    if (sender.isEmpty() && !envelope.sender().isEmpty()) {
      return senderImpossible("the envelope sender is not an address that SMTP can carry");
    }
    boolean senderNeedsUtf8 = sender.filter(EmailAddress::needsSmtpUtf8).isPresent();
    if (senderNeedsUtf8 && !utf8Offered) {
      return senderImpossible(
          "the envelope sender needs SMTPUTF8, which the server does not offer");
    }
    Optional<EmailAddress> recipient = parse(envelope.recipient());
    if (recipient.isEmpty()) {
      return impossible("not an address that SMTP can carry");
    }
    boolean recipientNeedsUtf8 = recipient.get().needsSmtpUtf8();
    if (recipientNeedsUtf8 && !utf8Offered) {
      return new Refused(
          new Outcome.Utf8NotOffered(
              "the part before the @ is not ASCII, and the server does not offer SMTPUTF8"));
    }
    if (body.needsSmtpUtf8() && !utf8Offered) {
      // Not the recipient's address, which was looked at above: the same for all recipients.
      return senderImpossible(
          "the address in From or Reply-To needs SMTPUTF8, which the server does not offer");
    }
    long limit = server.sizeLimit();
    if (limit > 0 && body.size() > limit) {
      return new Refused(new Outcome.TooLarge(body.size(), limit));
    }
    String size = server.supportsExtension("SIZE") ? " SIZE=" + body.size() : "";
    boolean utf8 = senderNeedsUtf8 || recipientNeedsUtf8 || body.needsSmtpUtf8();
    return new Commands(
        "MAIL FROM:<"
            + sender.map(EmailAddress::forEnvelope).orElse("")
            + ">"
            + size
            + (utf8 ? " SMTPUTF8" : ""),
        "RCPT TO:<" + recipient.get().forEnvelope() + ">");
  }

  private static Optional<EmailAddress> parse(String address) {
    return EmailAddress.check(address) instanceof AddressVerdict.Accepted accepted
        ? Optional.of(accepted.address())
        : Optional.empty();
  }

  private static Refused impossible(String reason) {
    return new Refused(new Outcome.AddressImpossible(reason));
  }

  private static Refused senderImpossible(String reason) {
    return new Refused(new Outcome.SenderImpossible(reason));
  }
}
