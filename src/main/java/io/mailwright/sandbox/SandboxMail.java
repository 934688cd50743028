package io.mailwright.sandbox;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One mail as it came over the wire. Immutable. A mail that was put off is here once for each try.
 */
public final class SandboxMail {
  private final long id;
  private final Instant receivedAt;
  private final String envelopeSender;
  private final List<String> recipients;
  private final byte[] message;
  private final SandboxAnswer answer;

  SandboxMail(
      long id,
      Instant receivedAt,
      String envelopeSender,
      List<String> recipients,
      byte[] message,
      SandboxAnswer answer) {
    this.id = id;
    this.receivedAt = receivedAt;
    this.envelopeSender = envelopeSender;
    this.recipients = List.copyOf(recipients);
    this.message = message;
    this.answer = answer;
  }

  /** Counts up from 1 for as long as the inbox lives, in the order of answering. */
  public long id() {
    return id;
  }

  /** When the final dot had been read. */
  public Instant receivedAt() {
    return receivedAt;
  }

  /** The address of MAIL FROM; empty for the null sender of bounces. */
  public String envelopeSender() {
    return envelopeSender;
  }

  /** The accepted addresses of RCPT TO, in order, as written; at least one. */
  public List<String> recipients() {
    return recipients;
  }

  /** How its final dot was answered. */
  public SandboxAnswer answer() {
    return answer;
  }

  /** The size of the message in bytes, dot-stuffing removed. */
  public int size() {
    return message.length;
  }

  /**
   * The message's bytes, dot-stuffing removed and otherwise untouched; a copy of the caller's own.
   */
  public byte[] raw() {
    return message.clone();
  }

  /** Reads the message without copying it. */
  public InputStream open() {
    return new ByteArrayInputStream(message);
  }

  /** The Subject as a person reads it; empty if there is none. */
  public String subject() {
    return MailHeader.of(message).text("Subject");
  }

  /** The From header as a person reads it; empty if there is none. */
  public String from() {
    return MailHeader.of(message).text("From");
  }

  /** The Message-ID with its angle brackets; empty if there is none. */
  public String messageId() {
    return MailHeader.of(message).text("Message-ID");
  }

  /**
   * Whether a text occurs in the envelope or in the header lines that lists show (subject, from,
   * message id), in any case of letters.
   *
   * @param text not blank
   */
  boolean mentions(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    MailHeader header = MailHeader.of(message);
    return envelopeSender.toLowerCase(Locale.ROOT).contains(wanted)
        || recipients.stream().anyMatch(r -> r.toLowerCase(Locale.ROOT).contains(wanted))
        || header.text("Subject").toLowerCase(Locale.ROOT).contains(wanted)
        || header.text("From").toLowerCase(Locale.ROOT).contains(wanted)
        || header.text("Message-ID").toLowerCase(Locale.ROOT).contains(wanted);
  }
}
