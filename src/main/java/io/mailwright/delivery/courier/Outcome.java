package io.mailwright.delivery.courier;

import io.mailwright.kernel.smtp.SmtpReply;
import java.time.Duration;
import java.util.Optional;

/** What became of one mail to one recipient, by phase. Says what happened, not what it means. */
public sealed interface Outcome {

  /**
   * The server took the mail over.
   *
   * @param reply the reply to the final dot, 2yz
   */
  record Accepted(SmtpReply reply) implements Outcome {}

  /**
   * The server put the mail off.
   *
   * @param phase MAIL, RCPT, DATA or DOT
   * @param reply 4yz
   */
  record Deferred(Phase phase, SmtpReply reply) implements Outcome {}

  /**
   * The server refused the envelope sender.
   *
   * @param reply 5yz to MAIL FROM
   */
  record SenderRefused(SmtpReply reply) implements Outcome {}

  /**
   * The sender cannot be written for this server, whoever the mail is for; no mail was offered.
   *
   * @param reason what is wrong, without the address
   */
  record SenderImpossible(String reason) implements Outcome {}

  /**
   * The server refused the recipient.
   *
   * @param reply 5yz to RCPT TO
   */
  record RecipientRefused(SmtpReply reply) implements Outcome {}

  /**
   * The server refused the mail.
   *
   * @param phase DATA (before any content) or DOT
   * @param reply 5yz
   */
  record ContentRefused(Phase phase, SmtpReply reply) implements Outcome {}

  /**
   * There was no session to send over.
   *
   * @param phase SOURCE, CONNECT, TLS, EHLO or AUTH
   * @param reply what the server said, if it was a reply that ended it
   * @param message what happened, in one line without secrets and addresses
   */
  record RouteFailed(Phase phase, Optional<SmtpReply> reply, String message) implements Outcome {}

  /**
   * The connection was lost while the server could not yet have accepted the mail.
   *
   * @param phase MAIL, RCPT or DATA
   * @param message what happened, in one line
   */
  record LostBeforeDot(Phase phase, String message) implements Outcome {}

  /**
   * The server left a command unanswered for as long as the mail's source had patience, which is
   * less than the endpoint's time-out; it could not yet have accepted the mail.
   *
   * @param phase MAIL, RCPT or DATA
   * @param waited for the answer
   */
  record Silent(Phase phase, Duration waited) implements Outcome {}

  /**
   * The final dot was written and the reply was lost: the server may have accepted the mail.
   *
   * @param message what happened, in one line
   */
  record LostAfterDot(String message) implements Outcome {}

  /**
   * The mail is larger than the server takes (SIZE, RFC 1870); it was not offered.
   *
   * @param size octets of the mail
   * @param limit octets that the server takes
   */
  record TooLarge(long size, long limit) implements Outcome {}

  /**
   * The recipient's address needs SMTPUTF8 (RFC 6531), which the server does not offer; the mail
   * was not offered.
   *
   * @param reason the same in one line, without the address
   */
  record Utf8NotOffered(String reason) implements Outcome {}

  /**
   * The address cannot be written into an SMTP command, whatever the server; the mail was not
   * offered.
   *
   * @param reason what is wrong with the address, without the address
   */
  record AddressImpossible(String reason) implements Outcome {}

  /**
   * The mail was given up before the dot by us.
   *
   * @param reason why
   */
  record NotTried(String reason) implements Outcome {}
}
