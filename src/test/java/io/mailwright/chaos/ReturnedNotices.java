package io.mailwright.chaos;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A mailbox on a real server with notices: a third hard bounces, complaints and soft bounces. */
final class ReturnedNotices implements AutoCloseable {
  private static final int KINDS = 3;

  private final GreenMail server =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3)
          });
  private final GreenMailUser user = server.setUser("bounces@example.com", "bounces", "s3cret");

  ReturnedNotices() {
    server.start();
  }

  /** Recipients that no other round has. */
  static List<String> recipients(int number) {
    String round = Api.unique("r").replace(' ', '-').toLowerCase(Locale.ROOT);
    return IntStream.range(0, number).mapToObj(i -> round + "-" + i + "@example.net").toList();
  }

  /** How many of them bounce hard; as many complain, and as many bounce softly. */
  static int ofEachKind(List<String> recipients) {
    return recipients.size() / KINDS;
  }

  /** One of each recipient comes, and every tenth a second time with the same bytes. */
  void deliver(List<String> recipients) {
    for (int i = 0; i < recipients.size(); i++) {
      String mail =
          switch (i % KINDS) {
            case 0 -> bounce(recipients.get(i), "5.1.1", "550 5.1.1 User unknown");
            case 1 -> complaint(recipients.get(i));
            default -> bounce(recipients.get(i), "4.2.2", "452 4.2.2 Mailbox full");
          };
      for (int times = i % 10 == 0 ? 2 : 1; times > 0; times--) {
        user.deliver(GreenMailUtil.newMimeMessage(mail.replace("\n", "\r\n")));
      }
    }
  }

  /** Adds the mailbox. */
  long mailbox(Api api, String protocol) {
    int port = protocol.equals("imap") ? server.getImap().getPort() : server.getPop3().getPort();
    return Scenario.id(
        api.post(
                "/api/mailboxes",
                """
                {"name": "%s", "protocol": "%s", "host": "127.0.0.1", "port": %d, "tls": "none",
                 "auth": {"method": "password", "username": "bounces", "secret": "s3cret"},
                 "interval": "PT10S", "byRecipient": true}
                """
                    .formatted(Api.unique("Notices"), protocol, port))
            .ok());
  }

  /** Mails that still stand there. */
  int left() {
    return server.getReceivedMessages().length;
  }

  private static String bounce(String recipient, String status, String words) {
    return """
        From: MAILER-DAEMON@mx.example.net
        To: bounces@example.com
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <notice.%1$s>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net

        Final-Recipient: rfc822; %1$s
        Action: failed
        Status: %2$s
        Diagnostic-Code: smtp; %3$s

        --b--
        """
        .formatted(recipient, status, words);
  }

  private static String complaint(String recipient) {
    return """
        From: fbl@mx.example.net
        To: bounces@example.com
        Subject: Complaint
        Message-ID: <complaint.%1$s>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report; boundary="b"

        --b
        Content-Type: text/plain

        A complaint.

        --b
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: Test/1
        Version: 1
        Original-Rcpt-To: <%1$s>

        --b
        Content-Type: text/rfc822-headers

        To: %1$s

        --b--
        """
        .formatted(recipient);
  }

  @Override
  public void close() {
    server.stop();
  }
}
