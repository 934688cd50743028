package io.mailwright.smtp;

import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.delivery.courier.MailBody;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Makes a mail's bytes from its rendered parts: multipart/alternative of text and HTML, inside
 * multipart/related with what the HTML shows and multipart/mixed with attachments, each only where
 * there is something to hold (RFC 2046, RFC 2387). All bodies are in 7-bit encodings; header fields
 * are encoded words (RFC 2047, RFC 2231), but for addresses that need UTF-8. Thread-safe.
 */
public final class MimeBuilder {
  private final Session ascii = Session.getInstance(new Properties());
  private final Session utf8 = Session.getInstance(allowUtf8());

  private static Properties allowUtf8() {
    Properties properties = new Properties();
    properties.setProperty("mail.mime.allowutf8", "true");
    return properties;
  }

  /**
   * Makes a mail.
   *
   * @throws MailwrightException {@link ErrorCode#UNSAFE_HEADER} if a name, subject or media type
   *     would break the header
   */
  public MailBody build(HeaderFields fields, RenderedMail mail) {
    HeaderFields.requireOneLine("Subject", mail.subject());
    boolean needsUtf8 = fields.needsSmtpUtf8();
    try {
      MimeMessage message = new FixedMessage(needsUtf8 ? utf8 : ascii, fields, mail.subject());
      MimeParts.copy(content(mail), message);
      message.saveChanges();
      ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
      message.writeTo(out);
      return new EncodedMail(out.toByteArray(), needsUtf8);
    } catch (MessagingException e) {
      throw new MailwrightException(
          ErrorCode.UNSAFE_HEADER, "The mail cannot be made: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MimeBodyPart content(RenderedMail mail) throws MessagingException {
    List<RenderedAttachment> inline =
        mail.attachments().stream().filter(a -> a.inlineId().isPresent()).toList();
    List<RenderedAttachment> attached =
        mail.attachments().stream().filter(a -> a.inlineId().isEmpty()).toList();
    MimeBodyPart html = MimeParts.text(mail.html(), "html");
    MimeBodyPart shown = inline.isEmpty() ? html : MimeParts.related(html, files(inline));
    Optional<String> text = mail.text();
    MimeBodyPart body =
        text.isEmpty()
            ? shown
            : MimeParts.multipart(
                "alternative", List.of(MimeParts.text(text.get(), "plain"), shown));
    return attached.isEmpty() ? body : MimeParts.mixed(body, files(attached));
  }

  private static List<MimeBodyPart> files(List<RenderedAttachment> attachments)
      throws MessagingException {
    List<MimeBodyPart> parts = new ArrayList<>();
    for (RenderedAttachment attachment : attachments) {
      parts.add(MimeParts.file(attachment));
    }
    return parts;
  }
}
