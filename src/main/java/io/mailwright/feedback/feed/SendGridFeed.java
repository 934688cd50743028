package io.mailwright.feedback.feed;

import io.mailwright.feedback.event.FeedbackKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** SendGrid's signed event webhook: ECDSA over the time-stamp and the body. */
final class SendGridFeed implements FeedSource {
  static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";
  static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";

  private final Refusals refusals;

  SendGridFeed(Refusals refusals) {
    this.refusals = refusals;
  }

  static boolean isKey(String text) {
    try {
      key(text);
      return true;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static PublicKey key(String text) throws GeneralSecurityException {
    String plain = text.replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(plain)));
  }

  @Override
  public FeedBatch read(FeedRequest request, Trust trust) throws FeedRefusal {
    String timestamp = request.header(TIMESTAMP);
    if (!isSigned(trust.secret(), request.header(SIGNATURE), timestamp, request.body())) {
      throw FeedRefusal.forged("the signature does not fit the body");
    }
    trust.freshness().require(FeedJson.time("the time-stamp", timestamp));
    return FeedBatch.of(
        FeedJson.oneOrMore(request.body()), event -> event(event, trust.freshness().now()));
  }

  private static boolean isSigned(String key, String signature, String timestamp, byte[] body) {
    try {
      Signature check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(key(key));
      check.update(timestamp.getBytes(StandardCharsets.UTF_8));
      check.update(body);
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // What is no signature at all is as good as a wrong one.
      return false;
    }
  }

  private FeedEvent event(FeedJson event, Instant now) throws FeedRefusal {
    String name = event.required("event");
    String recipient = event.required("email");
    Instant at = event.time("timestamp").orElse(now);
    Told told = told(name, event, recipient);
    if (told.what().isEmpty()) {
      return FeedEvent.nothing(name, recipient, at);
    }
    return new FeedEvent(
        told.what(),
        name,
        recipient,
        event.texts("smtp-id"),
        List.of(),
        at,
        told.words(),
        told.isAboutSender(),
        event.required("sg_event_id"));
  }

  private Told told(String name, FeedJson event, String recipient) {
    return switch (name) {
      case "bounce" ->
          refusals.told(
              recipient,
              event.text("reason"),
              event.text("status"),
              category(event.text("bounce_classification"), event.text("type")));
      case "dropped" ->
          event.text("reason").toLowerCase(java.util.Locale.ROOT).contains("bounced address")
              ? Told.of(FeedbackKind.HARD_BOUNCE, "dropped: " + event.text("reason"))
              : Told.NOTHING;
      case "spamreport" -> Told.of(FeedbackKind.COMPLAINT, "SendGrid reports a complaint");
      case "unsubscribe", "group_unsubscribe" ->
          Told.of(FeedbackKind.UNSUBSCRIBE, "unsubscribed by SendGrid's link");
      case "open" ->
          event.isTrue("sg_machine_open")
              ? Told.NOTHING
              : Told.byAgent(FeedbackKind.OPEN, "opened", event.text("useragent"));
      case "click" ->
          Told.byAgent(FeedbackKind.CLICK, "clicked " + event.text("url"), event.text("useragent"));
      default -> Told.NOTHING;
    };
  }

  private static Refusals.Category category(String classification, String type) {
    return switch (classification) {
      case "Reputation", "Content", "Frequency or Volume Too High" ->
          Refusals.Category.NOT_OF_ADDRESS;
      case "Invalid Address" ->
          type.equals("blocked") ? Refusals.Category.FOR_NOW : Refusals.Category.DEAD;
      default -> type.equals("blocked") ? Refusals.Category.FOR_NOW : Refusals.Category.NONE;
    };
  }
}
