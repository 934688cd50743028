package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way round: a campaign is sent, its bounces come to a mailbox, the job reads them. */
class MailboxIT {
  private static final String DEAD = address("dead");
  private static final String FORGED = address("forged");
  private static final String LEAVES = address("leaves");

  private final Api api = ServerUnderTest.shared().api();
  private final Scenario scenario = new Scenario(api);
  private final GreenMail server =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
          });
  private GreenMailUser bounces;
  private long mailbox;

  private static String address(String name) {
    return Api.unique(name).replace(' ', '-').toLowerCase() + "@example.net";
  }

  @BeforeEach
  void start() {
    bounces = server.setUser("bounces@example.com", "bounces", "s3cret");
    server.start();
    mailbox =
        Scenario.id(
            api.post(
                    "/api/mailboxes",
                    """
                    {"name": "%s", "protocol": "imap", "host": "127.0.0.1", "port": %d, "tls": "none",
                     "auth": {"method": "password", "username": "bounces", "secret": "s3cret"},
                     "interval": "PT10S", "unsubscribeAddress": "leave@example.com"}
                    """
                        .formatted(Api.unique("Bounces"), server.getImap().getPort()))
                .ok());
  }

  @AfterEach
  void stop() {
    api.send(api.request("/api/mailboxes/" + mailbox).DELETE());
    server.stop();
  }

  private static String bounce(String recipient, String returned) {
    return """
        From: MAILER-DAEMON@mx.example.net
        To: bounces@example.com
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <bounce.%s@mx.example.net>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net

        Final-Recipient: rfc822; %s
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 <%s>: Recipient address rejected: User unknown

        --b
        Content-Type: text/rfc822-headers

        %sTo: %s

        --b--
        """
        .formatted(recipient.hashCode(), recipient, recipient, returned, recipient)
        .replace("\n", "\r\n");
  }

  private MimeMessage sentTo(String who) throws Exception {
    for (MimeMessage mail : server.getReceivedMessages()) {
      if (mail.getAllRecipients() != null && mail.getAllRecipients()[0].toString().contains(who)) {
        return mail;
      }
    }
    throw new AssertionError("no mail to " + who);
  }

  private JsonArray suppressions(String who) {
    return api.get("/api/suppressions?email=" + who).ok().getJsonArray("items");
  }

  @Test
  void whatComesBackIsReadAndActedOn() throws Exception {
    long campaign =
        scenario.campaign(
            scenario.list(List.of(DEAD, FORGED, LEAVES)),
            scenario.template("Hi", "<p>Hi</p>"),
            scenario.poolOf(server.getSmtp().getPort()),
            "");
    api.post("/api/campaigns/" + campaign + "/start").ok();
    scenario.awaitState(campaign, "completed");
    String id = sentTo(DEAD).getMessageID();
    String[] leave = sentTo(LEAVES).getHeader("List-Unsubscribe")[0].split(",\\s*");
    assertThat(leave[0]).startsWith("<http");
    assertThat(leave[1]).startsWith("<mailto:leave@example.com?subject=unsubscribe-");
    String subject = leave[1].substring(leave[1].indexOf('=') + 1, leave[1].length() - 1);

    JsonObject tested = api.post("/api/mailboxes/" + mailbox + "/test").ok();
    assertThat(tested.getBoolean("ok")).isTrue();
    assertThat(tested.toString()).doesNotContain("s3cret");

    bounces.deliver(GreenMailUtil.newMimeMessage(bounce(DEAD, "Message-ID: " + id + "\n")));
    bounces.deliver(GreenMailUtil.newMimeMessage(bounce(FORGED, "")));
    bounces.deliver(
        GreenMailUtil.newMimeMessage(
            "From: " + LEAVES + "\r\nSubject: " + subject + "\r\n\r\n\r\n"));
    // By its timer.
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> !suppressions(LEAVES).isEmpty());
    assertThat(suppressions(DEAD).getJsonObject(0).getString("reason")).isEqualTo("hard-bounce");
    assertThat(suppressions(LEAVES).getJsonObject(0).getString("reason")).isEqualTo("unsubscribe");
    assertThat(suppressions(FORGED)).isEmpty();
    JsonObject feedback = api.get("/api/campaigns/" + campaign).ok().getJsonObject("feedback");
    assertThat(feedback.getInt("hardBounce")).isEqualTo(1);
    assertThat(feedback.getInt("unsubscribe")).isEqualTo(1);

    JsonArray doubted =
        api.get("/api/returned-mails?believed=false&mailboxId=" + mailbox)
            .ok()
            .getJsonArray("items");
    assertThat(doubted).hasSize(1);
    long forged = doubted.getJsonObject(0).getJsonNumber("id").longValue();
    assertThat(api.get("/api/returned-mails/" + forged + "/raw").body()).contains(FORGED);

    // By hand; the job is not started twice.
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> api.post("/api/mailboxes/" + mailbox + "/collect").status() == 202);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                api.get("/api/executions?job=collect-feedback&order=desc")
                    .ok()
                    .getJsonArray("items")
                    .getJsonObject(0)
                    .getString("batchStatus")
                    .equals("COMPLETED"));
    JsonObject read = api.get("/api/mailboxes/" + mailbox).ok();
    assertThat(read.getInt("total")).isEqualTo(3);
    assertThat(read.isNull("problem")).isTrue();
    assertThat(
            api.post("/api/returned-mails/" + forged + "/again", "{\"believe\": true}")
                .ok()
                .getJsonArray("recipients")
                .getJsonObject(0)
                .getString("done"))
        .isEqualTo("suppressed");
    assertThat(suppressions(FORGED)).hasSize(1);
  }
}
