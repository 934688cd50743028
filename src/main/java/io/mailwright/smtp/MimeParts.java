package io.mailwright.smtp;

import io.mailwright.content.render.RenderedAttachment;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The parts a mail is put together from, with encodings that survive every server. */
final class MimeParts {
  private MimeParts() {}

  /** A text part, quoted-printable unless base64 is shorter. */
  static MimeBodyPart text(String text, String subtype) throws MessagingException {
    // Canonical line ends first (RFC 2049 section 4): both encodings then keep them.
    byte[] bytes = canonicalLineEnds(text).getBytes(StandardCharsets.UTF_8);
    MimeBodyPart part = part(bytes, "text/" + subtype + "; charset=UTF-8");
    part.setHeader(
        "Content-Transfer-Encoding", isMostlyAscii(bytes) ? "quoted-printable" : "base64");
    return part;
  }

  /** By hand: as a regular expression this took more time than all the rest of a mail. */
  private static String canonicalLineEnds(String text) {
    StringBuilder out = new StringBuilder(text.length() + text.length() / 40 + 16);
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r' || c == '\n') {
        out.append(text, written, i).append("\r\n");
        if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
          i++;
        }
        written = i + 1;
      }
    }
    return written == 0 ? text : out.append(text, written, text.length()).toString();
  }

  /** An attachment, or what the HTML shows by its Content-ID (RFC 2392). */
  static MimeBodyPart file(RenderedAttachment file) throws MessagingException {
    HeaderFields.requireOneLine("Content-Disposition", file.name());
    HeaderFields.requireOneLine("Content-Type", file.contentType());
    ContentType type = new ContentType(file.contentType());
    if (type.getParameterList() != null) {
      type.getParameterList().remove("name");
    }
    // Old clients read the name here and not in the disposition.
    MimeBodyPart part = part(file.bytes(), type + FileNameParameter.of("name", file.name()));
    boolean inline = file.inlineId().isPresent();
    part.setHeader(
        "Content-Disposition",
        (inline ? "inline" : "attachment") + FileNameParameter.of("filename", file.name()));
    if (inline) {
      String id = file.inlineId().get();
      if (!id.matches("[\\w.!#$%&'*+/=?^`{|}~@-]{1,200}")) {
        throw new MessagingException("the Content-ID of an inline attachment is not plain ASCII");
      }
      part.setHeader("Content-ID", "<" + id + ">");
    }
    part.setHeader("Content-Transfer-Encoding", "base64");
    return part;
  }

  /** HTML with what it shows. */
  static MimeBodyPart related(MimeBodyPart html, List<MimeBodyPart> shown)
      throws MessagingException {
    return multipart("related; type=\"text/html\"", with(html, shown));
  }

  /** A body with attachments. */
  static MimeBodyPart mixed(MimeBodyPart body, List<MimeBodyPart> files) throws MessagingException {
    return multipart("mixed", with(body, files));
  }

  /** A multipart of a subtype. */
  static MimeBodyPart multipart(String subtype, List<MimeBodyPart> parts)
      throws MessagingException {
    MimeMultipart multipart = new MimeMultipart(subtype);
    for (MimeBodyPart part : parts) {
      multipart.addBodyPart(part);
    }
    MimeBodyPart whole = new MimeBodyPart();
    whole.setContent(multipart);
    return whole;
  }

  /** Makes the content of a part that of a message. */
  static void copy(MimeBodyPart part, MimeMessage message) throws MessagingException {
    message.setDataHandler(part.getDataHandler());
    for (String name : List.of("Content-Type", "Content-Transfer-Encoding")) {
      String[] values = part.getHeader(name);
      if (values != null) {
        message.setHeader(name, values[0]);
      }
    }
  }

  private static List<MimeBodyPart> with(MimeBodyPart first, List<MimeBodyPart> others) {
    List<MimeBodyPart> all = new ArrayList<>(others.size() + 1);
    all.add(first);
    all.addAll(others);
    return all;
  }

  private static MimeBodyPart part(byte[] bytes, String type) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, type)));
    part.setHeader("Content-Type", type);
    return part;
  }

  /** Quoted-printable adds two octets to each that is not ASCII, base64 one to any three. */
  private static boolean isMostlyAscii(byte[] bytes) {
    int other = 0;
    for (byte b : bytes) {
      other += b < 0 ? 1 : 0;
    }
    return other * 6L <= bytes.length;
  }
}
