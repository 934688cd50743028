package io.mailwright.feedback.feed;

import static io.mailwright.feedback.feed.FeedRig.ANN;
import static io.mailwright.feedback.feed.FeedRig.MESSAGE_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.TestCertificate;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Amazon's dialog, with a certificate of the test's own that a local server hands out. */
class SesFeedTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:bounces";
  private static final String CERTIFICATE =
      "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";

  @TempDir Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private TestCertificate certificate;
  private HttpsServer amazon;
  private SnsWeb web;
  private volatile int status = 200;

  @BeforeEach
  void startAmazon() throws Exception {
    certificate = TestCertificate.makeRsa(folder, "ip:127.0.0.1");
    byte[] pem = certificate.pem().getBytes(StandardCharsets.UTF_8);
    amazon = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    amazon.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
    amazon.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(status, pem.length);
          exchange.getResponseBody().write(pem);
          exchange.close();
        });
    amazon.start();
    web = web(certificate.clientContext());
  }

  private SnsWeb web(javax.net.ssl.SSLContext trust) {
    return new SnsWeb(
        HttpClient.newBuilder().sslContext(trust).connectTimeout(Duration.ofSeconds(5)).build(),
        address ->
            URI.create(
                "https://127.0.0.1:"
                    + amazon.getAddress().getPort()
                    + address.getRawPath()
                    + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery())));
  }

  @AfterEach
  void stopAmazon() {
    amazon.stop(0);
  }

  private Map<String, String> fields(FeedRig rig, String type, String message) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Type", type);
    fields.put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324");
    fields.put("TopicArn", TOPIC);
    fields.put("Message", message);
    fields.put("Timestamp", rig.clock.instant().toString().replace("Z", ".000Z"));
    fields.put("SignatureVersion", "1");
    fields.put("SigningCertURL", CERTIFICATE);
    return fields;
  }

  private String signed(Map<String, String> fields) throws Exception {
    List<String> names =
        fields.get("Type").equals("Notification")
            ? List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
            : List.of(
                "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");
    StringBuilder text = new StringBuilder();
    names.stream()
        .filter(fields::containsKey)
        .forEach(name -> text.append(name).append('\n').append(fields.get(name)).append('\n'));
    Signature signature =
        Signature.getInstance(
            fields.get("SignatureVersion").equals("1") ? "SHA1withRSA" : "SHA256withRSA");
    signature.initSign(certificate.privateKey());
    signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
    JsonObjectBuilder json = Json.createObjectBuilder();
    fields.forEach(json::add);
    return json.add("Signature", Base64.getEncoder().encodeToString(signature.sign()))
        .build()
        .toString();
  }

  private static String bounce(String type, String recipient, String words) {
    return """
        {"notificationType":"Bounce","bounce":{"bounceType":"%s","bounceSubType":"General","feedbackId":"0100f-1","timestamp":"2026-12-01T13:59:00.000Z",
          "bouncedRecipients":[{"emailAddress":"%s","action":"failed","status":"5.1.1","diagnosticCode":"%s"}]},
         "mail":{"timestamp":"2026-12-01T13:58:00.000Z","source":"%s","destination":["%s"],"commonHeaders":{"messageId":"%s"}}}
        """
        .formatted(type, recipient, words, "news@example.com", recipient, MESSAGE_ID);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesABounceOfBothSignatureVersionsOnce(Database database) throws Exception {
    try (FeedRig rig = new FeedRig(database, web).with(FeedKind.SES, null, TOPIC)) {
      Map<String, String> fields =
          fields(rig, "Notification", bounce("Permanent", ANN, "smtp; 550 5.1.1 user unknown"));
      assertThat(rig.post(signed(fields), Map.of()))
          .isEqualTo(new FeedIntake.Taken(1, 0, 0, List.of()));
      fields.put("SignatureVersion", "2");
      fields.put("Subject", "Amazon SES Email Event Notification");
      assertThat(rig.post(signed(fields), Map.of()))
          .isEqualTo(new FeedIntake.Taken(0, 1, 0, List.of()));
      assertThat(rig.suppressed()).containsExactly(ANN + " 0 HARD_BOUNCE feed Feed");
      assertThat(rig.events(FeedbackKind.HARD_BOUNCE)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void believesNothingThatAmazonDidNotSignForThisTopic(Database database) throws Exception {
    try (FeedRig rig = new FeedRig(database, web).with(FeedKind.SES, null, TOPIC)) {
      String message = bounce("Permanent", ANN, "smtp; 550 5.1.1 user unknown");
      Map<String, String> fields = fields(rig, "Notification", message);
      String good = signed(fields);
      assertThat(rig.post(good.replace(ANN, "bob@example.net"), Map.of()))
          .isInstanceOf(FeedIntake.NotBelieved.class);
      Map<String, String> elsewhere = new LinkedHashMap<>(fields);
      elsewhere.put("SigningCertURL", CERTIFICATE.replace("amazonaws.com", "evil.example"));
      assertThat(rig.post(signed(elsewhere), Map.of())).isInstanceOf(FeedIntake.NotBelieved.class);
      Map<String, String> other = new LinkedHashMap<>(fields);
      other.put("TopicArn", TOPIC + "2");
      assertThat(rig.post(signed(other), Map.of())).isInstanceOf(FeedIntake.NotBelieved.class);
      Map<String, String> version = new LinkedHashMap<>(fields);
      version.put("SignatureVersion", "2");
      assertThat(
              rig.post(
                  signed(version)
                      .replace("\"SignatureVersion\":\"2\"", "\"SignatureVersion\":\"1\""),
                  Map.of()))
          .isInstanceOf(FeedIntake.NotBelieved.class);
      rig.clock.forward(Duration.ofMinutes(61));
      assertThat(rig.post(good, Map.of())).isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(rig.suppressed()).isEmpty();
      assertThat(rig.tally().forged()).isEqualTo(4);
      assertThat(rig.tally().stale()).isEqualTo(1);
      assertThat(asked).allMatch(path -> path.startsWith("/SimpleNotificationService-"));
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void confirmsASubscriptionOfItsOwnTopicOnly(Database database) throws Exception {
    try (FeedRig rig = new FeedRig(database, web).with(FeedKind.SES, null, TOPIC)) {
      Map<String, String> fields =
          fields(rig, "SubscriptionConfirmation", "You have chosen to subscribe");
      fields.put("Token", "2336412f37f");
      fields.put(
          "SubscribeURL",
          "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn="
              + TOPIC
              + "&Token=2336412f37f");
      Map<String, String> other = new LinkedHashMap<>(fields);
      other.put("TopicArn", TOPIC + "2");
      Map<String, String> elsewhere = new LinkedHashMap<>(fields);
      elsewhere.put("SubscribeURL", "https://evil.example/?Action=ConfirmSubscription");
      assertThat(rig.post(signed(other), Map.of())).isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(rig.post(signed(elsewhere), Map.of())).isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(asked).noneMatch(path -> path.contains("ConfirmSubscription"));
      assertThat(rig.post(signed(fields), Map.of()))
          .isEqualTo(new FeedIntake.Taken(0, 0, 1, List.of()));
      assertThat(asked).last().asString().contains("Action=ConfirmSubscription");
      assertThat(rig.tally().lastEvent()).hasValue("SubscriptionConfirmation");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void asksToComeAgainWhileTheCertificateCannotBeHad(Database database) throws Exception {
    SnsWeb distrusting = web(javax.net.ssl.SSLContext.getDefault());
    try (FeedRig rig = new FeedRig(database, distrusting).with(FeedKind.SES, null, TOPIC)) {
      String good = signed(fields(rig, "Notification", bounce("Permanent", ANN, "550 5.1.1")));
      assertThat(rig.post(good, Map.of())).isInstanceOf(FeedIntake.NotNow.class);
      assertThat(rig.suppressed()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesATransientBounceForSoftWhateverItSays(Database database) throws Exception {
    try (FeedRig rig = new FeedRig(database, web).with(FeedKind.SES, null, TOPIC)) {
      String body =
          signed(
              fields(
                  rig, "Notification", bounce("Transient", ANN, "smtp; 550 5.1.1 user unknown")));
      assertThat(rig.post(body, Map.of())).isEqualTo(new FeedIntake.Taken(1, 0, 0, List.of()));
      assertThat(rig.suppressed()).isEmpty();
      assertThat(rig.events(FeedbackKind.SOFT_BOUNCE)).isEqualTo(1);
    }
  }
}
