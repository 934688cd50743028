package io.mailwright.feedback.feed;

import io.mailwright.feedback.event.FeedbackKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events of Amazon SES, by its notifications and its event publishing alike. */
final class SesEvents {
  private final Refusals refusals;

  SesEvents(Refusals refusals) {
    this.refusals = refusals;
  }

  /**
   * The events of a message, one a recipient.
   *
   * @param messageId of the notification
   */
  FeedBatch of(FeedJson message, String messageId, Freshness freshness) throws FeedRefusal {
    String name =
        message.has("eventType") ? message.text("eventType") : message.text("notificationType");
    FeedJson mail = message.in("mail");
    return switch (name) {
      case "Bounce" -> {
        FeedJson bounce = message.in("bounce");
        Instant at = bounce.time("timestamp").orElse(freshness.now());
        String id = orElse(bounce.text("feedbackId"), messageId);
        yield FeedBatch.of(
            bounce.objects("bouncedRecipients"),
            each -> {
              String recipient = each.required("emailAddress");
              return event(name, recipient, mail, at, id, bounce(bounce, each, recipient));
            });
      }
      case "Complaint" -> {
        FeedJson complaint = message.in("complaint");
        Instant at = complaint.time("timestamp").orElse(freshness.now());
        String id = orElse(complaint.text("feedbackId"), messageId);
        // Amazon names all who may have complained; only one name tells who did.
        List<FeedJson> who = complaint.objects("complainedRecipients");
        yield who.size() == 1
            ? FeedBatch.of(
                who,
                each ->
                    event(name, each.required("emailAddress"), mail, at, id, complaint(complaint)))
            : nothing(name, freshness);
      }
      case "Open" -> {
        FeedJson open = message.in("open");
        yield ofAll(
            name,
            mail,
            open.time("timestamp").orElse(freshness.now()),
            messageId,
            Told.byAgent(FeedbackKind.OPEN, "opened", open.text("userAgent")));
      }
      case "Click" -> {
        FeedJson click = message.in("click");
        yield ofAll(
            name,
            mail,
            click.time("timestamp").orElse(freshness.now()),
            messageId,
            Told.byAgent(
                FeedbackKind.CLICK, "clicked " + click.text("link"), click.text("userAgent")));
      }
      case "Subscription" -> {
        FeedJson change = message.in("subscription");
        yield ofAll(
            name,
            mail,
            change.time("timestamp").orElse(freshness.now()),
            messageId,
            Told.of(FeedbackKind.UNSUBSCRIBE, "unsubscribed by Amazon's link"));
      }
      case "" -> throw FeedRefusal.malformed("it says not what happened");
      default -> nothing(name, freshness);
    };
  }

  private Told bounce(FeedJson bounce, FeedJson each, String recipient) {
    boolean isPermanent = bounce.text("bounceType").equals("Permanent");
    String words =
        orElse(
            each.text("diagnosticCode"),
            bounce.text("bounceType") + " " + bounce.text("bounceSubType"));
    return refusals.told(
        recipient,
        words,
        each.text("status"),
        isPermanent ? Refusals.Category.DEAD : Refusals.Category.FOR_NOW);
  }

  private static Told complaint(FeedJson complaint) {
    return complaint.text("complaintFeedbackType").equals("not-spam")
        ? Told.NOTHING
        : Told.of(
            FeedbackKind.COMPLAINT,
            "Amazon SES reports a complaint " + complaint.text("complaintFeedbackType"));
  }

  private static FeedBatch nothing(String name, Freshness freshness) {
    return new FeedBatch(List.of(FeedEvent.nothing(name, "", freshness.now())), List.of());
  }

  /** What tells no recipient is of the mail's only one. */
  private static FeedBatch ofAll(
      String name, FeedJson mail, Instant at, String messageId, Told told) throws FeedRefusal {
    List<String> recipients = mail.texts("destination");
    if (recipients.size() != 1) {
      throw FeedRefusal.malformed("it is of no mail to one recipient");
    }
    return new FeedBatch(
        List.of(event(name, recipients.get(0), mail, at, messageId, told)), List.of());
  }

  private static FeedEvent event(
      String name, String recipient, FeedJson mail, Instant at, String id, Told told) {
    if (told.what().isEmpty()) {
      return FeedEvent.nothing(name, recipient, at);
    }
    List<String> messageIds = new ArrayList<>();
    for (FeedJson header : mail.objects("headers")) {
      if (header.text("name").equalsIgnoreCase("Message-ID")) {
        messageIds.add(header.text("value"));
      }
    }
    messageIds.addAll(mail.in("commonHeaders").texts("messageId"));
    return new FeedEvent(
        told.what(),
        name,
        recipient,
        messageIds,
        mail.texts("source"),
        at,
        told.words(),
        told.isAboutSender(),
        id + " " + recipient);
  }

  private static String orElse(String text, String otherwise) {
    return Optional.of(text).filter(t -> !t.isBlank()).orElse(otherwise);
  }
}
