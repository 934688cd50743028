package io.mailwright.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Writes what comes back of mails that the sandbox took: a delivery report (RFC 3464) for {@code
 * bounce-later@}, a complaint (RFC 5965) for {@code complain@}. Nothing comes back to the null
 * sender (RFC 5321, 4.5.5). Thread-safe.
 */
final class ReturnedMails {
  private static final int MOST_HEADER = 16 * 1024;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final SandboxMailbox mailbox;

  ReturnedMails(SandboxMailbox mailbox) {
    this.mailbox = mailbox;
  }

  /** A mail was taken for these; what is to come back of it comes. */
  void taken(Instant at, String sender, List<String> recipients, byte[] message) {
    if (sender.isEmpty()) {
      return;
    }
    for (String recipient : recipients) {
      switch (SandboxBehaviour.of(recipient)) {
        case BOUNCE_LATER -> mailbox.add(bounce(at, sender, recipient, message));
        case COMPLAIN -> mailbox.add(complaint(at, sender, recipient, message));
        case ACCEPT, BOUNCE, FULL, GREYLIST, SLOW, DROP -> {
          // Their mails arrive, or were refused at once.
        }
      }
    }
  }

  private static String bounce(Instant at, String sender, String recipient, byte[] message) {
    return """
        Return-Path: <>
        Delivered-To: %1$s
        From: Mail Delivery System <mailer-daemon@sandbox.mailwright.invalid>
        To: %1$s
        Date: %2$s
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="=_sandbox"

        --=_sandbox
        Content-Type: text/plain; charset=UTF-8

        Your mail was taken, and could not be delivered to %3$s.

        --=_sandbox
        Content-Type: message/delivery-status

        Reporting-MTA: dns; sandbox.mailwright.invalid
        Arrival-Date: %2$s

        Final-Recipient: rfc822; %3$s
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 The mailbox does not exist any more (sandbox)

        --=_sandbox
        Content-Type: text/rfc822-headers

        %4$s

        --=_sandbox--
        """
        .formatted(sender, DATE.format(at), recipient, header(message))
        .replace("\r\n", "\n")
        .replace("\n", "\r\n");
  }

  private static String complaint(Instant at, String sender, String recipient, byte[] message) {
    return """
        Return-Path: <>
        Delivered-To: %1$s
        From: Feedback loop <fbl@sandbox.mailwright.invalid>
        To: %1$s
        Date: %2$s
        Subject: Complaint about a mail
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="=_sandbox"

        --=_sandbox
        Content-Type: text/plain; charset=UTF-8

        This is a complaint about a mail that was taken from you on %2$s.

        --=_sandbox
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: Mailwright-Sandbox/1
        Version: 1
        Original-Mail-From: <%1$s>
        Original-Rcpt-To: <%3$s>
        Arrival-Date: %2$s

        --=_sandbox
        Content-Type: text/rfc822-headers

        %4$s

        --=_sandbox--
        """
        .formatted(sender, DATE.format(at), recipient, header(message))
        .replace("\r\n", "\n")
        .replace("\n", "\r\n");
  }

  /** Of an endless one its beginning, up to the end of a line; a delimiter in it ends it. */
  private static String header(byte[] message) {
    String start =
        new String(message, 0, Math.min(message.length, MOST_HEADER), StandardCharsets.UTF_8);
    int end = start.indexOf("\r\n\r\n");
    int whole = end >= 0 ? end : Math.max(0, start.lastIndexOf("\r\n"));
    return start
        .substring(0, whole)
        .lines()
        .takeWhile(line -> !line.startsWith("--=_sandbox"))
        .collect(java.util.stream.Collectors.joining("\n"));
  }
}
