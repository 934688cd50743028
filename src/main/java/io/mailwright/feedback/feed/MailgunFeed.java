package io.mailwright.feedback.feed;

import io.mailwright.feedback.event.FeedbackKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Mailgun's webhooks: an HMAC over a time-stamp and a token, which covers nothing of the event. So
 * a token is believed once, with what it came with.
 */
final class MailgunFeed implements FeedSource {
  private final Refusals refusals;
  private final FeedMarks marks;

  MailgunFeed(Refusals refusals, FeedMarks marks) {
    this.refusals = refusals;
    this.marks = marks;
  }

  @Override
  public FeedBatch read(FeedRequest request, Trust trust) throws FeedRefusal {
    FeedJson body = FeedJson.object(request.body());
    FeedJson signature = body.in("signature");
    String timestamp = signature.text("timestamp");
    String token = signature.text("token");
    boolean isSigned =
        !token.isEmpty()
            && Hmac.fits(
                trust.secret(),
                signature.text("signature"),
                timestamp.getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
    if (!isSigned) {
      throw FeedRefusal.forged("the signature does not fit the token");
    }
    trust.freshness().require(FeedJson.time("the time-stamp", timestamp));
    if (!marks.use(trust.feedId(), token, request.body())) {
      throw FeedRefusal.forged("the token was used before, for another event");
    }
    return FeedBatch.of(
        List.of(body.in("event-data")), event -> event(event, trust.freshness().now()));
  }

  private FeedEvent event(FeedJson event, Instant now) throws FeedRefusal {
    String name = event.required("event");
    String recipient = event.required("recipient");
    Instant at = event.time("timestamp").orElse(now);
    Told told = told(name, event, recipient);
    if (told.what().isEmpty()) {
      return FeedEvent.nothing(name, recipient, at);
    }
    return new FeedEvent(
        told.what(),
        name,
        recipient,
        event.in("message").in("headers").texts("message-id").stream()
            .map(id -> id.startsWith("<") ? id : "<" + id + ">")
            .toList(),
        event.in("envelope").texts("sender"),
        at,
        told.words(),
        told.isAboutSender(),
        event.required("id"));
  }

  private Told told(String name, FeedJson event, String recipient) {
    FeedJson client = event.in("client-info");
    return switch (name) {
      case "failed" -> refusal(event, recipient);
      case "complained" -> Told.of(FeedbackKind.COMPLAINT, "Mailgun reports a complaint");
      case "unsubscribed" -> Told.of(FeedbackKind.UNSUBSCRIBE, "unsubscribed by Mailgun's link");
      case "opened" ->
          client.text("bot").isEmpty()
              ? Told.byAgent(FeedbackKind.OPEN, "opened", client.text("user-agent"))
              : Told.NOTHING;
      case "clicked" ->
          client.text("bot").isEmpty()
              ? Told.byAgent(
                  FeedbackKind.CLICK, "clicked " + event.text("url"), client.text("user-agent"))
              : Told.NOTHING;
      default -> Told.NOTHING;
    };
  }

  private Told refusal(FeedJson event, String recipient) {
    FeedJson status = event.in("delivery-status");
    boolean isPermanent = event.text("severity").equals("permanent");
    String reason = event.text("reason");
    if (reason.equals("suppress-unsubscribe") || reason.equals("suppress-complaint")) {
      // Mailgun kept the mail back because of what it told before.
      return Told.NOTHING;
    }
    String words =
        String.join(" ", status.text("code"), status.text("message"), status.text("description"))
            .strip();
    return refusals.told(
        recipient,
        words.isEmpty() ? reason : words,
        status.text("enhanced-code"),
        !isPermanent
            ? Refusals.Category.FOR_NOW
            : reason.equals("suppress-bounce") || reason.equals("bounce")
                ? Refusals.Category.DEAD
                : Refusals.Category.NONE);
  }
}
