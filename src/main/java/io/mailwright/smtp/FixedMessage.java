package io.mailwright.smtp;

import io.mailwright.kernel.address.EmailAddress;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** A message whose header is given: Jakarta Mail would make a new Message-ID for every copy. */
final class FixedMessage extends MimeMessage {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final String messageId;

  FixedMessage(Session session, HeaderFields fields, String subject) throws MessagingException {
    super(session);
    messageId = fields.messageId();
    setHeader("Date", DATE.format(fields.date()));
    setFrom(mailbox(fields.from(), fields.fromName()));
    if (fields.replyTo().isPresent()) {
      setReplyTo(new InternetAddress[] {mailbox(fields.replyTo().get(), Optional.empty())});
    }
    setRecipient(RecipientType.TO, mailbox(fields.to(), fields.toName()));
    setHeader("Subject", text("Subject: ", subject));
  }

  private static String text(String field, String text) throws MessagingException {
    try {
      return HeaderText.of(field.length(), text);
    } catch (UnsupportedEncodingException e) {
      throw new MessagingException("this Java has no UTF-8", e);
    }
  }

  private static InternetAddress mailbox(EmailAddress address, Optional<String> name)
      throws MessagingException {
    try {
      InternetAddress mailbox = new InternetAddress();
      mailbox.setAddress(address.forEnvelope());
      if (name.isPresent()) {
        mailbox.setPersonal(name.get(), UTF_8);
      }
      return mailbox;
    } catch (UnsupportedEncodingException e) {
      throw new MessagingException("this Java has no UTF-8", e);
    }
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", messageId);
  }
}
