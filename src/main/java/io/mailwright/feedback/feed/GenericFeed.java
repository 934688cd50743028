package io.mailwright.feedback.feed;

import io.mailwright.feedback.event.FeedbackKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Anybody's feed: an HMAC over the time, a dot and the body. */
final class GenericFeed implements FeedSource {
  static final String TIMESTAMP = "X-Mailwright-Timestamp";
  static final String SIGNATURE = "X-Mailwright-Signature";

  private static final String PREFIX = "sha256=";

  private final Refusals refusals;

  GenericFeed(Refusals refusals) {
    this.refusals = refusals;
  }

  @Override
  public FeedBatch read(FeedRequest request, Trust trust) throws FeedRefusal {
    String timestamp = request.header(TIMESTAMP);
    String signature = request.header(SIGNATURE);
    boolean isSigned =
        signature.startsWith(PREFIX)
            && Hmac.fits(
                trust.secret(),
                signature.substring(PREFIX.length()),
                (timestamp + ".").getBytes(StandardCharsets.UTF_8),
                request.body());
    if (!isSigned) {
      throw FeedRefusal.forged("the signature does not fit the time and the body");
    }
    trust.freshness().require(FeedJson.time(TIMESTAMP, timestamp));
    FeedJson body = FeedJson.object(request.body());
    if (!body.isArray("events")) {
      throw FeedRefusal.malformed("events is missing, or is no array");
    }
    return FeedBatch.of(body.objects("events"), event -> event(event, trust.freshness().now()));
  }

  private FeedEvent event(FeedJson event, Instant now) throws FeedRefusal {
    String name = event.required("kind");
    String recipient = event.required("recipient");
    Instant at = event.time("at").orElse(now);
    Told told = told(name, event, recipient);
    if (told.what().isEmpty()) {
      return FeedEvent.nothing(name, recipient, at);
    }
    return new FeedEvent(
        told.what(),
        name,
        recipient,
        event.texts("messageId"),
        event.texts("returnPath"),
        at,
        told.words(),
        told.isAboutSender(),
        event.required("id"));
  }

  private Told told(String name, FeedJson event, String recipient) throws FeedRefusal {
    String words = event.text("reply");
    String status = event.text("status");
    return switch (name) {
      case "bounce" -> refusals.told(recipient, words, status, Refusals.Category.NONE);
      case "hard-bounce" -> refusals.told(recipient, words, status, Refusals.Category.DEAD);
      case "soft-bounce" -> refusals.told(recipient, words, status, Refusals.Category.FOR_NOW);
      case "complaint" -> Told.of(FeedbackKind.COMPLAINT, "a complaint: " + words);
      case "unsubscribe" -> Told.of(FeedbackKind.UNSUBSCRIBE, "an unsubscribe: " + words);
      case "open" -> Told.byAgent(FeedbackKind.OPEN, "opened", event.text("agent"));
      case "click" ->
          Told.byAgent(FeedbackKind.CLICK, "clicked " + event.text("url"), event.text("agent"));
      case "delivered", "deferred" -> Told.NOTHING;
      default -> throw FeedRefusal.malformed("kind is not one that is known");
    };
  }
}
