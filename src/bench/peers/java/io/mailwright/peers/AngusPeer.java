package io.mailwright.peers;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import java.util.Properties;

/** Plain Angus Mail: a thread and a kept {@link Transport} for each connection. */
final class AngusPeer {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private AngusPeer() {}

  public static void main(String[] args) throws Exception {
    Course course = Course.of(args);
    Session session = session(course.port());
    Mailing mailing = course.mailing();
    course.run(
        () -> {
          Transport transport = session.getTransport("smtp");
          transport.connect();
          return number -> {
            MimeMessage mail = mail(session, mailing, mailing.recipient(number));
            transport.sendMessage(mail, mail.getAllRecipients());
          };
        });
  }

  private static Session session(int port) {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", String.valueOf(port));
    properties.put("mail.smtp.localhost", "bench.example");
    return Session.getInstance(properties);
  }

  private static MimeMessage mail(Session session, Mailing mailing, Map<String, String> recipient)
      throws MessagingException, IOException {
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom(new InternetAddress(Mailing.SENDER));
    mail.setRecipient(Message.RecipientType.TO, new InternetAddress(recipient.get("email")));
    mail.setSubject(mailing.subject().apply(recipient), UTF_8);
    mail.setSentDate(new Date());
    MimeBodyPart text = new MimeBodyPart();
    text.setText(mailing.text().apply(recipient), UTF_8);
    MimeBodyPart html = new MimeBodyPart();
    html.setText(mailing.html().apply(recipient), UTF_8, "html");
    mail.setContent(new MimeMultipart("alternative", text, html));
    mail.saveChanges();
    return mail;
  }
}
