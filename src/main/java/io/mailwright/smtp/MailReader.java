package io.mailwright.smtp;

import io.mailwright.content.render.RenderedAttachment;
import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * Takes a mail apart for people to look at. What comes from a stranger may be broken on purpose: a
 * part that cannot be read is left out, and depth and number of parts are limited.
 */
public final class MailReader {
  /** Headers at most. */
  public static final int MOST_HEADERS = 200;

  private static final int DEEPEST = 10;
  private static final int MOST_PARTS = 100;

  private final List<RenderedAttachment> attachments = new ArrayList<>();
  private String text;
  private String html;
  private int parts;

  private MailReader() {}

  /**
   * Reads a message.
   *
   * @param raw as it came over the wire
   * @throws IOException if not even its header can be read
   */
  public static ReadMail read(byte[] raw) throws IOException {
    MailReader reader = new MailReader();
    try {
      Session session = Session.getInstance(new Properties());
      MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(raw));
      List<ReadMail.Header> headers = headers(message);
      reader.take(message, 0);
      return new ReadMail(
          headers,
          Optional.ofNullable(reader.text),
          Optional.ofNullable(reader.html),
          reader.attachments);
    } catch (MessagingException e) {
      throw new IOException("the message cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<ReadMail.Header> headers(MimeMessage message) throws MessagingException {
    List<ReadMail.Header> headers = new ArrayList<>();
    for (Header header : Collections.list(message.getAllHeaders())) {
      if (headers.size() < MOST_HEADERS) {
        headers.add(new ReadMail.Header(header.getName(), decoded(header.getValue())));
      }
    }
    return headers;
  }

  private static String decoded(String value) {
    try {
      return MimeUtility.decodeText(MimeUtility.unfold(value)).replaceAll("\\p{Cntrl}+", " ");
    } catch (IOException e) {
      // An encoding nobody knows: the line as it was sent says more than nothing.
      return value.replaceAll("\\p{Cntrl}+", " ");
    }
  }

  private void take(Part part, int depth) throws IOException {
    parts++;
    if (parts > MOST_PARTS || depth > DEEPEST) {
      return;
    }
    try {
      if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
        for (int i = 0; i < multipart.getCount(); i++) {
          take(multipart.getBodyPart(i), depth + 1);
        }
      } else {
        takeLeaf(part);
      }
    } catch (MessagingException e) {
      attachments.add(
          new RenderedAttachment(
              "unreadable-part-" + parts,
              "application/octet-stream",
              new byte[0],
              Optional.empty()));
    }
  }

  private void takeLeaf(Part part) throws MessagingException, IOException {
    boolean isFile = Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
    if (!isFile && html == null && part.isMimeType("text/html")) {
      html = string(part);
    } else if (!isFile && text == null && part.isMimeType("text/plain")) {
      text = string(part);
    } else {
      attachments.add(
          new RenderedAttachment(
              name(part), type(part), bytes(part), Optional.ofNullable(contentId(part))));
    }
  }

  private String name(Part part) throws MessagingException {
    String name = part.getFileName();
    return name == null ? "part-" + parts : decoded(name);
  }

  private static String type(Part part) throws MessagingException {
    return part.getContentType()
        .split(";", 2)[0]
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9/+.-]", "");
  }

  private static String contentId(Part part) throws MessagingException {
    String[] ids = part instanceof BodyPart ? part.getHeader("Content-ID") : null;
    return ids == null ? null : ids[0].strip().replaceAll("^<|>$", "");
  }

  private static byte[] bytes(Part part) throws MessagingException, IOException {
    try (InputStream in = part.getInputStream()) {
      return in.readAllBytes();
    }
  }

  private static String string(Part part) throws MessagingException, IOException {
    return new String(bytes(part), charset(part.getContentType()));
  }

  private static Charset charset(String contentType) {
    try {
      String name = new ContentType(contentType).getParameter("charset");
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(MimeUtility.javaCharset(name));
    } catch (ParseException | IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
