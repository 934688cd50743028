package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import io.mailwright.testing.UberJar;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.mail.internet.MimeMessage;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bounce of a mail that was really sent: explained, and acted on once. */
class FeedbackIT {
  private final UberJar server = ServerUnderTest.shared();
  private final Api api = server.api();
  private final Scenario scenario = new Scenario(api);

  private JsonArray post(String path, String mail) {
    Api.Answer answer =
        api.send(
            api.request(path)
                .header("Content-Type", "message/rfc822")
                .POST(BodyPublishers.ofByteArray(mail.getBytes(StandardCharsets.UTF_8))));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Json.createReader(new StringReader(answer.body())).readArray();
  }

  private static String bounce(String recipient, String messageId) {
    return """
        From: MAILER-DAEMON@mx.example.net
        To: news@example.com
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <bounce.%s@mx.example.net>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        I'm sorry to have to inform you that your message could not be delivered.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net

        Final-Recipient: rfc822; %s
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 <%s>: Recipient address rejected: User unknown

        --b
        Content-Type: text/rfc822-headers

        Message-ID: %s
        To: %s

        --b--
        """
        .formatted(recipient.hashCode(), recipient, recipient, messageId, recipient)
        .replace("\n", "\r\n");
  }

  @Test
  void aHardBounceIsExplainedAndThenHeldAgainstTheAddressOnce() throws Exception {
    String who = Api.unique("Bounced").replace(' ', '-').toLowerCase() + "@example.net";
    Received received = sentTo(who);
    long campaign = received.campaign();
    String mail = bounce(who, received.messageId());

    JsonObject explained = post("/api/feedback/classify", mail).getJsonObject(0);
    assertThat(explained.getString("kind")).isEqualTo("hard");
    assertThat(explained.getString("status")).isEqualTo("5.1.1");
    assertThat(explained.getInt("replyCode")).isEqualTo(550);
    assertThat(explained.getString("reason")).isEqualTo("user-unknown");
    assertThat(explained.getJsonNumber("campaignId").longValue()).isEqualTo(campaign);
    assertThat(explained.getString("knownBy")).isEqualTo("message-id");
    assertThat(explained.getString("address")).isEqualTo(who);
    assertThat(explained.getJsonArray("clues")).isNotEmpty();
    assertThat(suppressions(who)).isEmpty();

    assertThat(post("/api/feedback/messages", mail).getJsonObject(0).getString("done"))
        .isEqualTo("suppressed");
    assertThat(post("/api/feedback/messages", mail).getJsonObject(0).getString("done"))
        .isEqualTo("nothing-new");
    JsonObject entry = suppressions(who).getJsonObject(0);
    assertThat(entry.getString("reason")).isEqualTo("hard-bounce");
    assertThat(entry.getString("evidence")).contains("User unknown");
    assertThat(
            api.get("/api/campaigns/" + campaign)
                .ok()
                .getJsonObject("feedback")
                .getInt("hardBounce"))
        .isEqualTo(1);
  }

  private record Received(long campaign, String messageId, String unsubscribe) {}

  private Received sentTo(String who) throws Exception {
    GreenMail receiver = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    receiver.start();
    try {
      long campaign =
          scenario.campaign(
              scenario.list(List.of(who)),
              scenario.template("Hi", "<p>Hi</p>"),
              scenario.poolOf(receiver.getSmtp().getPort()),
              "");
      api.post("/api/campaigns/" + campaign + "/start").ok();
      scenario.awaitState(campaign, "completed");
      MimeMessage mail = receiver.getReceivedMessages()[0];
      return new Received(campaign, mail.getMessageID(), mail.getHeader("List-Unsubscribe")[0]);
    } finally {
      receiver.stop();
    }
  }

  private JsonArray suppressions(String who) {
    return api.get("/api/suppressions?email=" + who).ok().getJsonArray("items");
  }

  @Test
  void aMailThatAsksToLeaveIsAnsweredWithWhatWasDone() throws Exception {
    String who = Api.unique("Leaver").replace(' ', '-').toLowerCase() + "@example.net";
    Received received = sentTo(who);
    long campaign = received.campaign();
    String link = received.unsubscribe();
    String token = link.replaceAll("(?s).*/u/([A-Za-z0-9_-]+)>.*", "$1");
    String mail = "From: x@example.org\r\nSubject: unsubscribe-" + token + "\r\n\r\n";

    JsonObject explained = post("/api/feedback/classify", mail).getJsonObject(0);
    assertThat(explained.getString("kind")).isEqualTo("unsubscribe");
    assertThat(explained.getString("recipient")).isEqualTo(who);
    assertThat(explained.isNull("done")).isTrue();
    assertThat(suppressions(who)).isEmpty();

    JsonObject done = post("/api/feedback/messages", mail).getJsonObject(0);
    assertThat(done.getString("done")).isEqualTo("suppressed");
    assertThat(done.getBoolean("believed")).isTrue();
    assertThat(done.getJsonNumber("campaignId").longValue()).isEqualTo(campaign);
    assertThat(suppressions(who).getJsonObject(0).getString("reason")).isEqualTo("unsubscribe");
    assertThat(post("/api/feedback/messages", mail).getJsonObject(0).getString("done"))
        .isEqualTo("nothing-new");

    String other = token.charAt(10) == 'A' ? "B" : "A";
    JsonObject altered =
        post(
                "/api/feedback/messages",
                mail.replace(token, token.substring(0, 10) + other + token.substring(11)))
            .getJsonObject(0);
    assertThat(altered.getString("kind")).isEqualTo("unsubscribe");
    assertThat(altered.getBoolean("forged")).isTrue();
    assertThat(altered.isNull("done")).isTrue();
  }

  @Test
  void whatIsNoFeedbackSaysNothing() {
    assertThat(post("/api/feedback/classify", "Subject: Hello\r\n\r\nHow are you?\r\n"))
        .allSatisfy(one -> assertThat(one.asJsonObject().getString("kind")).isEqualTo("none"));
    assertThat(post("/api/feedback/messages", "no mail at all"))
        .allSatisfy(one -> assertThat(one.asJsonObject().isNull("done")).isTrue());
  }
}
