package io.mailwright.content.program;

import io.mailwright.content.render.RenderedAttachment;
import io.mailwright.content.render.RenderedMail;
import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The same mails by Jakarta Mail's own means, as any program would make them. */
final class ByJakartaMail {
  private ByJakartaMail() {}

  static byte[] encode(MailSender sender, MailHeader header, RenderedMail mail)
      throws MessagingException, IOException {
    MimeMessage message =
        new MimeMessage(Session.getInstance(new Properties())) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", header.messageId());
          }
        };
    message.setSentDate(Date.from(header.date()));
    message.setFrom(mailbox(sender.from().forEnvelope(), sender.name()));
    if (sender.replyTo().isPresent()) {
      InternetAddress to = mailbox(sender.replyTo().get().forEnvelope(), Optional.empty());
      message.setReplyTo(new InternetAddress[] {to});
    }
    message.setRecipient(RecipientType.TO, mailbox(header.to().forEnvelope(), header.toName()));
    message.setSubject(mail.subject(), "UTF-8");
    content(message, mail);
    message.saveChanges();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    message.writeTo(out);
    return out.toByteArray();
  }

  private static InternetAddress mailbox(String address, Optional<String> name) throws IOException {
    InternetAddress mailbox = new InternetAddress();
    mailbox.setAddress(address);
    if (name.isPresent()) {
      mailbox.setPersonal(name.get(), "UTF-8");
    }
    return mailbox;
  }

  private static void content(MimeMessage message, RenderedMail mail)
      throws MessagingException, IOException {
    MimeBodyPart body = text(mail.html(), "html");
    List<MimeBodyPart> inline = files(mail, true);
    List<MimeBodyPart> attached = files(mail, false);
    if (!inline.isEmpty()) {
      body = multipart("related", body, inline);
    }
    if (mail.text().isPresent()) {
      body = multipart("alternative", text(mail.text().get(), "plain"), List.of(body));
    }
    if (!attached.isEmpty()) {
      body = multipart("mixed", body, attached);
    }
    message.setContent(body.getContent(), body.getContentType());
    if (body.getContent() instanceof String whole) {
      message.setText(whole, "UTF-8", "html");
    }
  }

  private static MimeBodyPart text(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text.replaceAll("\r\n|\r|\n", "\r\n"), "UTF-8", subtype);
    return part;
  }

  private static List<MimeBodyPart> files(RenderedMail mail, boolean inline)
      throws MessagingException, IOException {
    List<MimeBodyPart> parts = new ArrayList<>();
    for (RenderedAttachment file : mail.attachments()) {
      if (file.inlineId().isPresent() == inline) {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(
            new DataHandler(new ByteArrayDataSource(file.bytes(), file.contentType())));
        part.setFileName(file.name());
        part.setDisposition(inline ? "inline" : "attachment");
        if (inline) {
          part.setContentID("<" + file.inlineId().get() + ">");
        }
        parts.add(part);
      }
    }
    return parts;
  }

  private static MimeBodyPart multipart(String subtype, MimeBodyPart first, List<MimeBodyPart> more)
      throws MessagingException {
    MimeMultipart multipart = new MimeMultipart(subtype);
    multipart.addBodyPart(first);
    for (MimeBodyPart part : more) {
      multipart.addBodyPart(part);
    }
    MimeBodyPart whole = new MimeBodyPart();
    whole.setContent(multipart);
    whole.setHeader("Content-Type", multipart.getContentType());
    return whole;
  }
}
