package io.mailwright.peers;

import java.io.IOException;
import java.util.Map;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** Simple Java Mail with the connection pool of its batch module. */
final class SimpleJavaMailPeer {
  private static final int CLAIM_MILLIS = 60_000;

  private SimpleJavaMailPeer() {}

  public static void main(String[] args) throws Exception {
    Course course = Course.of(args);
    Mailing mailing = course.mailing();
    Mailer mailer =
        MailerBuilder.withSMTPServer("127.0.0.1", course.port())
            .withTransportStrategy(TransportStrategy.SMTP)
            .withProperty("mail.smtp.localhost", "bench.example")
            .withConnectionPoolCoreSize(course.connections())
            .withConnectionPoolMaxSize(course.connections())
            .withConnectionPoolClaimTimeoutMillis(CLAIM_MILLIS)
            .withThreadPoolSize(course.connections())
            .buildMailer();
    course.run(() -> number -> mailer.sendMail(mail(mailing, mailing.recipient(number)), false));
  }

  private static Email mail(Mailing mailing, Map<String, String> recipient) throws IOException {
    return EmailBuilder.startingBlank()
        .from(Mailing.SENDER)
        .to(recipient.get("email"))
        .withSubject(mailing.subject().apply(recipient))
        .withPlainText(mailing.text().apply(recipient))
        .withHTMLText(mailing.html().apply(recipient))
        .buildEmail();
  }
}
