package io.mailwright.content.program;

import io.mailwright.content.link.Unsubscribe;
import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes the octets of a campaign's mails (RFC 5322, MIME). What all share, such as sender,
 * structure and encoded files, is made once; a mail brings its recipient, subject and texts. All
 * bodies are in 7-bit encodings; header fields are encoded words (RFC 2047, RFC 2231), but for
 * addresses that need UTF-8 (RFC 6532). Thread-safe.
 */
public final class MessageProgram {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String SUBJECT = "Subject: ";
  private static final int LINE = 76;
  private static final int ROOM_FOR_HEADER = 1024;

  private final byte[] sender;
  private final boolean senderNeedsUtf8;
  private final Frame both;
  private final List<RenderedAttachment> files;
  private final Optional<MailSigner> signer;
  private volatile DateField date;
  private volatile Frame htmlOnly;

  private MessageProgram(
      MailSender sender, List<RenderedAttachment> files, Optional<MailSigner> signer) {
    this.sender = fields(sender);
    this.senderNeedsUtf8 = sender.needsSmtpUtf8();
    this.both = Frame.of(true, files);
    this.files = List.copyOf(files);
    this.signer = signer;
  }

  /**
   * Makes the program of a campaign.
   *
   * @param files what goes along with every mail
   * @param signer signs each mail, if the sender's domain has a key
   * @throws MailwrightException {@link ErrorCode#UNSAFE_HEADER} if a file's name or type would
   *     break the header
   */
  public static MessageProgram of(
      MailSender sender, List<RenderedAttachment> files, Optional<MailSigner> signer) {
    return new MessageProgram(sender, files, signer);
  }

  private static byte[] fields(MailSender sender) {
    Octets out = new Octets(256);
    mailbox("From: ", sender.from(), sender.name(), out);
    sender.replyTo().ifPresent(to -> mailbox("Reply-To: ", to, Optional.empty(), out));
    if (sender.automatic()) {
      out.add("Auto-Submitted: auto-generated\r\n");
    }
    return out.toBytes();
  }

  /**
   * Makes one mail.
   *
   * @param mail its subject and texts; the program's own files go along
   * @throws MailwrightException {@link ErrorCode#UNSAFE_HEADER} if the subject would break the
   *     header
   */
  public MailBody encode(MailHeader header, RenderedMail mail) {
    HeaderLine.require("Subject", mail.subject());
    Frame frame = mail.text().isPresent() ? both : htmlOnly();
    int texts = mail.html().length() + mail.text().map(String::length).orElse(0);
    Octets out = new Octets(ROOM_FOR_HEADER + texts + texts / 8);
    out.add("Date: ").add(date(header.date())).add("\r\n").add(sender);
    mailbox("To: ", header.to(), header.toName(), out);
    out.add(SUBJECT).add(HeaderText.unstructured(SUBJECT.length(), mail.subject())).add("\r\n");
    out.add("Message-ID: ").add(header.messageId()).add("\r\n");
    header.unsubscribe().ifPresent(how -> unsubscribe(how, out));
    out.add(frame.head());
    mail.text()
        .ifPresent(
            text -> {
              TextBody.encode(text, out);
              out.add(frame.between());
            });
    TextBody.encode(mail.html(), out);
    return composed(out.toBytes(), frame, header.to().needsSmtpUtf8() || senderNeedsUtf8);
  }

  /** RFC 2369 section 3.2 and RFC 8058 section 3.1; each address on a line of its own. */
  private static void unsubscribe(Unsubscribe how, Octets out) {
    out.add("List-Unsubscribe: <").add(how.url()).add(">");
    how.mailto().ifPresent(mailto -> out.add(",\r\n <").add(mailto).add(">"));
    out.add("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
  }

  /** Made when it is wanted, which is seldom: it holds all files once more. */
  private Frame htmlOnly() {
    Frame frame = htmlOnly;
    if (frame == null) {
      frame = Frame.of(false, files);
      htmlOnly = frame;
    }
    return frame;
  }

  private MailBody composed(byte[] front, Frame frame, boolean utf8Header) {
    if (signer.isEmpty()) {
      return new ComposedMail(List.of(front, frame.tail()), utf8Header);
    }
    int bodyAt = endOfHeader(front);
    byte[] header = Arrays.copyOf(front, bodyAt - 2);
    byte[] body = Arrays.copyOfRange(front, bodyAt, front.length);
    byte[] signature = signer.get().sign(header, List.of(body, frame.tail()));
    return new ComposedMail(List.of(signature, front, frame.tail()), utf8Header);
  }

  /** The place after the empty line. */
  private static int endOfHeader(byte[] mail) {
    int i = 3;
    while (mail[i] != '\n' || mail[i - 1] != '\r' || mail[i - 2] != '\n' || mail[i - 3] != '\r') {
      i++;
    }
    return i + 1;
  }

  /** Many mails leave in the same second. */
  private byte[] date(Instant at) {
    DateField known = date;
    if (known == null || known.second() != at.getEpochSecond()) {
      known = new DateField(at.getEpochSecond(), new Octets(48).add(DATE.format(at)).toBytes());
      date = known;
    }
    return known.text();
  }

  private record DateField(long second, byte[] text) {}

  private static void mailbox(
      String field, EmailAddress address, Optional<String> name, Octets out) {
    out.add(field);
    String shown = name.map(String::strip).orElse("");
    if (shown.isEmpty()) {
      out.add(address.forEnvelope()).add("\r\n");
      return;
    }
    String phrase = HeaderText.phrase(field.length(), shown);
    String route = "<" + address.forEnvelope() + ">";
    int lastLine = phrase.length() - Math.max(0, phrase.lastIndexOf('\n') + 1);
    boolean fits = field.length() + lastLine + 1 + route.length() <= LINE;
    out.add(phrase).add(fits ? " " : "\r\n ").add(route).add("\r\n");
  }
}
