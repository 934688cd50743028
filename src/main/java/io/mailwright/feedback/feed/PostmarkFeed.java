package io.mailwright.feedback.feed;

import io.mailwright.feedback.event.FeedbackKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Postmark's webhooks, which are not signed: it logs in, or sends the secret in a header of its
 * own. Nothing tells how old a request is; an event that comes again changes nothing.
 */
final class PostmarkFeed implements FeedSource {
  static final String SECRET = "X-Mailwright-Secret";

  private static final String BASIC = "Basic ";

  private final Refusals refusals;

  PostmarkFeed(Refusals refusals) {
    this.refusals = refusals;
  }

  @Override
  public FeedBatch read(FeedRequest request, Trust trust) throws FeedRefusal {
    boolean isKnown =
        Hmac.same(trust.secret(), request.header(SECRET))
            || Hmac.same(trust.secret(), password(request.header("Authorization")));
    if (!isKnown) {
      throw FeedRefusal.forged("neither the password nor the header has the secret");
    }
    return FeedBatch.of(
        FeedJson.oneOrMore(request.body()), event -> event(event, trust.freshness().now()));
  }

  /** The password of a log-in, whatever the name (RFC 7617). */
  private static String password(String authorization) {
    if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return "";
    }
    try {
      byte[] pair = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      return text.substring(text.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private FeedEvent event(FeedJson event, Instant now) throws FeedRefusal {
    String name = event.required("RecordType");
    String recipient =
        event.text("Email").isBlank() ? event.required("Recipient") : event.text("Email").strip();
    Told told = told(name, event, recipient);
    String times = times(name);
    Instant at = event.time(times).orElse(now);
    if (told.what().isEmpty()) {
      return FeedEvent.nothing(name, recipient, at);
    }
    String id = event.text("ID");
    return new FeedEvent(
        told.what(),
        name,
        recipient,
        List.of(),
        List.of(),
        at,
        told.words(),
        told.isAboutSender(),
        id.isEmpty() || id.equals("0")
            ? event.required("MessageID") + " " + recipient + " " + event.required(times)
            : id);
  }

  private static String times(String name) {
    return switch (name) {
      case "Bounce", "SpamComplaint" -> "BouncedAt";
      case "SubscriptionChange" -> "ChangedAt";
      case "Delivery" -> "DeliveredAt";
      default -> "ReceivedAt";
    };
  }

  private Told told(String name, FeedJson event, String recipient) {
    return switch (name) {
      case "Bounce" -> bounce(event, recipient);
      case "SpamComplaint" -> Told.of(FeedbackKind.COMPLAINT, "Postmark reports a complaint");
      case "SubscriptionChange" ->
          event.isTrue("SuppressSending")
                  && event.text("SuppressionReason").equals("ManualSuppression")
                  && event.text("Origin").equals("Recipient")
              ? Told.of(FeedbackKind.UNSUBSCRIBE, "unsubscribed by Postmark's link")
              : Told.NOTHING;
      case "Open" -> Told.byAgent(FeedbackKind.OPEN, "opened", event.text("UserAgent"));
      case "Click" ->
          Told.byAgent(
              FeedbackKind.CLICK, "clicked " + event.text("OriginalLink"), event.text("UserAgent"));
      default -> Told.NOTHING;
    };
  }

  private Told bounce(FeedJson event, String recipient) {
    String words = String.join(" ", event.text("Details"), event.text("Description")).strip();
    return switch (event.text("Type")) {
      case "HardBounce", "BadEmailAddress" ->
          refusals.told(recipient, words, "", Refusals.Category.DEAD);
      case "SpamComplaint" -> Told.of(FeedbackKind.COMPLAINT, "Postmark reports a complaint");
      case "Unsubscribe" -> Told.of(FeedbackKind.UNSUBSCRIBE, words);
      case "AutoResponder",
          "AddressChange",
          "ChallengeVerification",
          "Subscribe",
          "OpenRelayTest",
          "TestEmail",
          "VirusNotification",
          "InboundError" ->
          Told.NOTHING;
      case "Blocked",
          "SpamNotification",
          "DMARCPolicy",
          "SMTPApiError",
          "TemplateRenderingFailed" ->
          refusals.told(recipient, words, "", Refusals.Category.NOT_OF_ADDRESS);
      default -> refusals.told(recipient, words, "", Refusals.Category.FOR_NOW);
    };
  }
}
