package io.mailwright.feedback.feed;

import static io.mailwright.feedback.feed.FeedRig.ANN;
import static io.mailwright.feedback.feed.FeedRig.MESSAGE_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.kernel.db.Database;
import io.mailwright.testing.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogs as providers have them, with signatures by keys of the test. */
class FeedIntakeTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final String SECRET = "key-0123456789abcdef";

  private static FeedRig rig(Database database) {
    return new FeedRig(database, SnsWeb.real());
  }

  private static String hmac(String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static FeedIntake.Taken taken(int taken, int repeated, int passedOver) {
    return new FeedIntake.Taken(taken, repeated, passedOver, java.util.List.of());
  }

  // --- any other -------------------------------------------------------------------------------

  private static Map<String, String> generic(String body, long at) throws Exception {
    return Map.of(
        "x-mailwright-timestamp",
        Long.toString(at),
        "x-mailwright-signature",
        "sha256=" + hmac(at + "." + body));
  }

  private static String event(String id, String kind, String more) {
    return "{\"id\":\"%s\",\"kind\":\"%s\",\"recipient\":\"Ann@Example.net\",\"messageId\":\"%s\"%s}"
        .formatted(id, kind, MESSAGE_ID, more);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesASignedBodyOnceAndSuppresses(Database database) throws Exception {
    try (FeedRig rig = rig(database).with(FeedKind.GENERIC, SECRET, null)) {
      String body =
          "{\"events\":["
              + event("1", "hard-bounce", ",\"reply\":\"550 5.1.1 no such user\"")
              + ","
              + event("2", "delivered", "")
              + "]}";
      Map<String, String> headers = generic(body, rig.clock.instant().getEpochSecond());
      assertThat(rig.post(body, headers)).isEqualTo(taken(1, 0, 1));
      assertThat(rig.post(body, headers)).isEqualTo(taken(0, 1, 1));
      assertThat(rig.suppressed()).containsExactly(ANN + " 0 HARD_BOUNCE feed Feed");
      assertThat(rig.events(FeedbackKind.HARD_BOUNCE)).isEqualTo(1);
      assertThat(rig.tally().taken()).isEqualTo(1);
      assertThat(rig.tally().repeated()).isEqualTo(1);
      assertThat(rig.tally().lastEvent()).hasValue("delivered");
      assertThat(rig.tally().refused()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void believesNothingThatIsForgedAlteredOrStale(Database database) throws Exception {
    try (FeedRig rig = rig(database).with(FeedKind.GENERIC, SECRET, null)) {
      String body = "{\"events\":[" + event("1", "complaint", "") + "]}";
      long now = rig.clock.instant().getEpochSecond();
      Map<String, String> headers = generic(body, now);
      assertThat(rig.post(body, Map.of())).isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(rig.post(body.replace("complaint", "unsubscribe"), headers))
          .isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(
              rig.post(
                  body,
                  Map.of(
                      "X-Mailwright-Timestamp",
                      Long.toString(now + 1),
                      "X-Mailwright-Signature",
                      headers.get("x-mailwright-signature"))))
          .isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(rig.post(body, generic(body, now - 3601)))
          .isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(rig.post(body, generic(body, now + 400)))
          .isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(rig.suppressed()).isEmpty();
      assertThat(rig.tally().forged()).isEqualTo(3);
      assertThat(rig.tally().stale()).isEqualTo(2);
      assertThat(rig.tally().lastRefusal().orElseThrow()).contains("in the future");
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsTheGoodOfABatchAndSaysWhatWasBad(Database database) throws Exception {
    try (FeedRig rig = rig(database).with(FeedKind.GENERIC, SECRET, null)) {
      String body =
          "{\"events\":[7,"
              + event("1", "no-such-kind", "")
              + ","
              + event("2", "complaint", "")
              + ",{\"kind\":\"complaint\",\"recipient\":\"bob@example.net\"}]}";
      FeedIntake.Taken result =
          (FeedIntake.Taken) rig.post(body, generic(body, rig.clock.instant().getEpochSecond()));
      assertThat(result.taken()).isEqualTo(1);
      assertThat(result.bad())
          .containsExactly(
              new FeedIntake.Place(0, "kind is missing"),
              new FeedIntake.Place(1, "kind is not one that is known"),
              new FeedIntake.Place(3, "id is missing"));
      assertThat(rig.suppressed()).containsExactly(ANN + " 0 COMPLAINT feed Feed");
      assertThat(rig.tally().malformed()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesWordsThatNoDatabaseTakes(Database database) throws Exception {
    try (FeedRig rig = rig(database).with(FeedKind.GENERIC, SECRET, null)) {
      String body =
          "{\"events\":["
              + event("1", "complaint", ",\"reply\":\"a\\u0000b \\ud83d\"")
              + ","
              + event("2", "click", ",\"url\":\"https://example.org/\\u0000\"")
              + "]}";
      assertThat(rig.post(body, generic(body, rig.clock.instant().getEpochSecond())))
          .isEqualTo(taken(2, 0, 0));
      assertThat(rig.suppressed()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsTheOthersOfABatchWhereOneIsOfNoTimeThereIs(Database database) throws Exception {
    try (FeedRig rig = rig(database).with(FeedKind.GENERIC, SECRET, null)) {
      String body =
          "{\"events\":["
              + event("1", "complaint", ",\"at\":\"-999999999-01-01T00:00:00Z\"")
              + ","
              + event("2", "click", ",\"at\":\"+999999999-01-01T00:00:00Z\"")
              + ","
              + event("3", "complaint", "")
              + "]}";
      FeedIntake.Taken result =
          (FeedIntake.Taken) rig.post(body, generic(body, rig.clock.instant().getEpochSecond()));
      assertThat(result.taken()).isEqualTo(1);
      assertThat(result.bad())
          .containsExactly(
              new FeedIntake.Place(0, "at is not a time"),
              new FeedIntake.Place(1, "at is not a time"));
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesEventsOfAFeedWithALongName(Database database) throws Exception {
    try (FeedRig rig = rig(database).named("f".repeat(200)).with(FeedKind.GENERIC, SECRET, null)) {
      String body = "{\"events\":[" + event("1", "complaint", "") + "]}";
      assertThat(rig.post(body, generic(body, rig.clock.instant().getEpochSecond())))
          .isEqualTo(taken(1, 0, 0));
      assertThat(rig.suppressed()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void letsNothingCountForLongerBecauseAClockIsAhead(Database database) throws Exception {
    try (FeedRig rig = rig(database).with(FeedKind.GENERIC, SECRET, null)) {
      String body =
          "{\"events\":["
              + event("1", "soft-bounce", ",\"at\":\"2099-01-01T00:00:00Z\",\"reply\":\"452 full\"")
              + "]}";
      assertThat(rig.post(body, generic(body, rig.clock.instant().getEpochSecond())))
          .isEqualTo(taken(1, 0, 0));
      assertThat(rig.lastEventAt()).isEqualTo(rig.clock.instant());
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void doesNothingOfWhatCannotBeRead(Database database) throws Exception {
    try (FeedRig rig = rig(database).with(FeedKind.GENERIC, SECRET, null)) {
      long now = rig.clock.instant().getEpochSecond();
      for (String body :
          new String[] {
            "",
            "{",
            "[]",
            "7",
            "{\"events\":[{}",
            "{}",
            "[".repeat(100_000),
            "{\"a\":1e999999999",
            "{\"events\":" + event("1", "complaint", "") + "}"
          }) {
        assertThat(rig.post(body, generic(body, now)))
            .as(body.substring(0, Math.min(20, body.length())))
            .isInstanceOf(FeedIntake.Malformed.class);
      }
      assertThat(rig.tally().malformed()).isEqualTo(9);
      assertThat(rig.tally().taken()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesAForgedReturnPathForNobodys(Database database) throws Exception {
    try (FeedRig rig = rig(database).with(FeedKind.GENERIC, SECRET, null)) {
      String forged = FeedRig.returnPath().replaceFirst("-[a-z2-7]{4}", "-aaaa");
      String body =
          "{\"events\":["
              + event("1", "complaint", ",\"returnPath\":\"" + forged + "\"")
              + ","
              + "{\"id\":\"2\",\"kind\":\"click\",\"recipient\":\"alias@other.example\",\"returnPath\":\"%s\"}"
                  .formatted(FeedRig.returnPath())
              + "]}";
      assertThat(rig.post(body, generic(body, rig.clock.instant().getEpochSecond())))
          .isEqualTo(taken(1, 0, 1));
      assertThat(rig.suppressed()).isEmpty();
      assertThat(rig.events(FeedbackKind.CLICK)).isEqualTo(1);
    }
  }

  // --- SendGrid --------------------------------------------------------------------------------

  private static Map<String, String> sendGrid(KeyPair pair, String body, long at) throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update((at + body).getBytes(StandardCharsets.UTF_8));
    return Map.of(
        SendGridFeed.TIMESTAMP,
        Long.toString(at),
        SendGridFeed.SIGNATURE,
        Base64.getEncoder().encodeToString(signature.sign()));
  }

  private static KeyPair newPair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void readsSendGrid(Database database) throws Exception {
    KeyPair pair = newPair();
    String key = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    try (FeedRig rig = rig(database).with(FeedKind.SENDGRID, key, null)) {
      long now = rig.clock.instant().getEpochSecond();
      String body =
          """
          [{"email":"ann@example.net","timestamp":%1$d,"smtp-id":"%2$s","event":"processed","sg_event_id":"p"},
           {"email":"ann@example.net","timestamp":%1$d,"smtp-id":"%2$s","event":"open","useragent":"Mozilla/5.0 (iPhone)","sg_event_id":"o1","sg_machine_open":false},
           {"email":"ann@example.net","timestamp":%1$d,"smtp-id":"%2$s","event":"open","useragent":"Mozilla/5.0","sg_event_id":"o2","sg_machine_open":true},
           {"email":"ann@example.net","timestamp":%1$d,"smtp-id":"%2$s","event":"click","url":"https://a.example","useragent":"Mozilla/5.0 (iPhone)","sg_event_id":"c1"},
           {"email":"ann@example.net","timestamp":%1$d,"smtp-id":"%2$s","event":"bounce","type":"blocked","reason":"550 5.7.1 blocked by our blacklist","status":"5.7.1","sg_event_id":"b1"},
           {"email":"bob@example.org","timestamp":%1$d,"event":"bounce","type":"bounce","bounce_classification":"Invalid Address","reason":"550 No such user here","sg_event_id":"b2"},
           {"email":"cem@example.org","timestamp":%1$d,"event":"bounce","type":"bounce","bounce_classification":"Mailbox Unavailable","reason":"552 5.2.2 mailbox full","status":"5.2.2","sg_event_id":"b3"},
           {"email":"dan@example.org","timestamp":%1$d,"event":"spamreport","sg_event_id":"s1"},
           {"email":"eve@example.org","timestamp":%1$d,"event":"group_unsubscribe","sg_event_id":"u1"}]
          """
              .formatted(now, MESSAGE_ID);
      Map<String, String> headers = sendGrid(pair, body, now);
      assertThat(rig.post(body, headers)).isEqualTo(taken(7, 0, 2));
      assertThat(rig.post(body, headers)).isEqualTo(taken(0, 7, 2));
      assertThat(rig.suppressed())
          .containsExactlyInAnyOrder(
              "bob@example.org 0 HARD_BOUNCE feed Feed",
              "dan@example.org 0 COMPLAINT feed Feed",
              "eve@example.org 0 UNSUBSCRIBE feed Feed");
      assertThat(rig.events(FeedbackKind.OPEN)).isEqualTo(1);
      assertThat(rig.events(FeedbackKind.CLICK)).isEqualTo(1);
      assertThat(rig.events(FeedbackKind.SOFT_BOUNCE)).isEqualTo(1);
      assertThat(rig.post(body, sendGrid(newPair(), body, now)))
          .isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(rig.post(body + " ", headers)).isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(rig.post(body, sendGrid(pair, body, now - 4000)))
          .isInstanceOf(FeedIntake.NotBelieved.class);
    }
  }

  // --- Mailgun ---------------------------------------------------------------------------------

  private static String mailgun(long at, String token, String event) throws Exception {
    return """
        {"signature":{"timestamp":"%1$d","token":"%2$s","signature":"%3$s"},
         "event-data":{"timestamp":%1$d.529,"recipient":"ann@example.net",
           "message":{"headers":{"message-id":"%4$s"}},"envelope":{"sender":"news@example.com"},%5$s}}
        """
        .formatted(
            at, token, hmac(at + token), MESSAGE_ID.substring(1, MESSAGE_ID.length() - 1), event);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void readsMailgunAndBelievesATokenOnce(Database database) throws Exception {
    try (FeedRig rig = rig(database).with(FeedKind.MAILGUN, SECRET, null)) {
      long now = rig.clock.instant().getEpochSecond();
      String clicked =
          mailgun(now, "t1", "\"event\":\"clicked\",\"id\":\"a\",\"url\":\"https://a.example\"");
      assertThat(rig.post(clicked, Map.of())).isEqualTo(taken(1, 0, 0));
      assertThat(rig.post(clicked, Map.of())).isEqualTo(taken(0, 1, 0));
      assertThat(rig.post(clicked.replace("clicked", "complained"), Map.of()))
          .isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(rig.suppressed()).isEmpty();
      String failed =
          mailgun(
              now,
              "t2",
              """
              "event":"failed","severity":"permanent","reason":"bounce","id":"b",
              "delivery-status":{"code":550,"message":"5.1.1 The email account that you tried to reach does not exist","description":""}
              """);
      assertThat(rig.post(failed, Map.of())).isEqualTo(taken(1, 0, 0));
      assertThat(rig.suppressed()).containsExactly(ANN + " 0 HARD_BOUNCE feed Feed");
      assertThat(
              rig.post(
                  mailgun(now - 7200, "t3", "\"event\":\"complained\",\"id\":\"c\""), Map.of()))
          .isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(rig.post(failed.replace("\"token\":\"t2\"", "\"token\":\"t4\""), Map.of()))
          .isInstanceOf(FeedIntake.NotBelieved.class);
      String bot =
          mailgun(
              now,
              "t5",
              "\"event\":\"opened\",\"id\":\"d\",\"client-info\":{\"bot\":\"apple\",\"user-agent\":\"Mozilla/5.0 (x)\"}");
      assertThat(rig.post(bot, Map.of())).isEqualTo(taken(0, 0, 1));
    }
  }

  // --- Postmark --------------------------------------------------------------------------------

  private static Map<String, String> basic(String password) {
    return Map.of(
        "Authorization",
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("postmark:" + password).getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void readsPostmarkByPasswordOrHeader(Database database) throws Exception {
    try (FeedRig rig = rig(database).with(FeedKind.POSTMARK, SECRET, null)) {
      String at = rig.clock.instant().toString();
      String bounce =
          """
          {"RecordType":"Bounce","ID":4323372036854775807,"Type":"HardBounce","TypeCode":1,"MessageID":"883953f4","Email":"ann@example.net",
           "Details":"smtp;550 5.1.1 <ann@example.net> user unknown","Description":"The server was unable to deliver your message","BouncedAt":"%s"}
          """
              .formatted(at);
      assertThat(rig.post(bounce, basic("wrong"))).isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(rig.post(bounce, Map.of())).isInstanceOf(FeedIntake.NotBelieved.class);
      assertThat(rig.suppressed()).isEmpty();
      assertThat(rig.post(bounce, basic(SECRET))).isEqualTo(taken(1, 0, 0));
      assertThat(rig.post(bounce, Map.of("x-mailwright-secret", SECRET))).isEqualTo(taken(0, 1, 0));
      assertThat(rig.suppressed()).containsExactly(ANN + " 0 HARD_BOUNCE feed Feed");
      String soft =
          bounce
              .replace("HardBounce", "Transient")
              .replace("ann@", "bob@")
              .replace("4323372036854775807", "7");
      assertThat(rig.post(soft, basic(SECRET))).isEqualTo(taken(1, 0, 0));
      assertThat(rig.suppressed()).hasSize(1);
      String left =
          """
          {"RecordType":"SubscriptionChange","MessageID":"883953f5","Recipient":"cem@example.net","ChangedAt":"%s",
           "SuppressSending":true,"SuppressionReason":"ManualSuppression","Origin":"Recipient"}
          """
              .formatted(at);
      assertThat(rig.post(left, basic(SECRET))).isEqualTo(taken(1, 0, 0));
      assertThat(rig.post(left, basic(SECRET))).isEqualTo(taken(0, 1, 0));
      assertThat(rig.suppressed()).contains("cem@example.net 0 UNSUBSCRIBE feed Feed");
    }
  }

  /** Each of them often enough to suppress an address that is to blame. */
  @ParameterizedTest
  @ValueSource(strings = {"Blocked", "SpamNotification", "DMARCPolicy", "SMTPApiError"})
  void holdsAgainstNobodyWhatPostmarkSaysOfTheSenderOrTheMail(String type) throws Exception {
    try (FeedRig rig = rig(TestDatabases.h2()).with(FeedKind.POSTMARK, SECRET, null)) {
      for (int id = 1; id <= 9; id++) {
        String bounce =
            """
            {"RecordType":"Bounce","ID":%d,"Type":"%s","Email":"ann@example.net","Details":"","Description":"","BouncedAt":"%s"}
            """
                .formatted(id, type, rig.clock.instant());
        assertThat(rig.post(bounce, basic(SECRET))).isEqualTo(taken(1, 0, 0));
      }
      assertThat(rig.suppressed()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void asksForNoMoreThanTheFeedsAge(Database database) throws Exception {
    try (FeedRig rig = rig(database).with(FeedKind.GENERIC, SECRET, null)) {
      String body = "{\"events\":[" + event("1", "open", "") + "]}";
      Map<String, String> headers = generic(body, rig.clock.instant().getEpochSecond());
      rig.clock.forward(Duration.ofMinutes(59));
      assertThat(rig.post(body, headers)).isEqualTo(taken(1, 0, 0));
      rig.clock.forward(Duration.ofMinutes(2));
      assertThat(rig.post(body, headers)).isInstanceOf(FeedIntake.NotBelieved.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem, true",
    "https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem, true",
    "http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem, false",
    "https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-0123456789abcdef.pem, false",
    "https://evil.example/sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem, false",
    "https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-0123456789abcdef.pem, false",
    "https://x@sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem, false",
    "https://sns.eu-west-1.amazonaws.com:444/SimpleNotificationService-0123456789abcdef.pem, false",
    "https://s3.amazonaws.com/bucket/SimpleNotificationService-0123456789abcdef.pem, false",
    "https://sns.eu-west-1.amazonaws.com/other.pem, false",
    "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem?x=1, false",
    "'', false"
  })
  void asksAmazonOnlyForCertificates(String address, boolean isAmazons) {
    assertThat(SnsAddress.ofCertificate(address).isPresent()).isEqualTo(isAmazons);
  }
}
