package io.mailwright.feedback.feed;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;

/**
 * Amazon SES over its notification service (SNS), signed by a certificate that the notification
 * names. A subscription is confirmed for the feed's own topic only.
 */
final class SesFeed implements FeedSource {
  private static final List<String> OF_NOTIFICATION =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
  private static final List<String> OF_SUBSCRIPTION =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

  private final SesEvents events;
  private final SnsCertificates certificates;
  private final SnsWeb web;

  SesFeed(Refusals refusals, SnsCertificates certificates, SnsWeb web) {
    this.events = new SesEvents(refusals);
    this.certificates = certificates;
    this.web = web;
  }

  @Override
  public FeedBatch read(FeedRequest request, Trust trust) throws FeedRefusal {
    FeedJson envelope = FeedJson.object(request.body());
    if (!envelope.text("TopicArn").equals(trust.topicArn())) {
      throw FeedRefusal.forged("it is of another topic than " + trust.topicArn());
    }
    String type = envelope.required("Type");
    List<String> signed = type.equals("Notification") ? OF_NOTIFICATION : OF_SUBSCRIPTION;
    requireSignature(envelope, signed);
    trust.freshness().require(FeedJson.time("Timestamp", envelope.required("Timestamp")));
    return switch (type) {
      case "Notification" -> notified(envelope, trust);
      case "SubscriptionConfirmation" -> confirmed(envelope, trust);
      case "UnsubscribeConfirmation" -> nothing("UnsubscribeConfirmation", trust);
      default -> throw FeedRefusal.malformed("Type is not one that is known");
    };
  }

  private void requireSignature(FeedJson envelope, List<String> signed) throws FeedRefusal {
    String algorithm =
        switch (envelope.text("SignatureVersion")) {
          case "1" -> "SHA1withRSA";
          case "2" -> "SHA256withRSA";
          default -> throw FeedRefusal.forged("it is signed in a way that is not known");
        };
    URI address =
        SnsAddress.ofCertificate(envelope.text("SigningCertURL"))
            .orElseThrow(() -> FeedRefusal.forged("its certificate is not at Amazon's address"));
    PublicKey key = certificates.keyAt(address);
    StringBuilder text = new StringBuilder();
    for (String name : signed) {
      if (envelope.has(name)) {
        text.append(name).append('\n').append(envelope.text(name)).append('\n');
      }
    }
    try {
      Signature check = Signature.getInstance(algorithm);
      check.initVerify(key);
      check.update(text.toString().getBytes(StandardCharsets.UTF_8));
      if (check.verify(Base64.getDecoder().decode(envelope.text("Signature")))) {
        return;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw FeedRefusal.forged("its signature is none");
    }
    throw FeedRefusal.forged("the signature does not fit");
  }

  private FeedBatch notified(FeedJson envelope, Trust trust) throws FeedRefusal {
    String message = envelope.required("Message");
    if (!message.strip().startsWith("{")) {
      // A topic says hello in words when SES is connected to it.
      return nothing("Notification", trust);
    }
    return events.of(FeedJson.object(message), envelope.required("MessageId"), trust.freshness());
  }

  private FeedBatch confirmed(FeedJson envelope, Trust trust) throws FeedRefusal {
    URI address =
        SnsAddress.ofConfirmation(envelope.text("SubscribeURL"))
            .orElseThrow(() -> FeedRefusal.forged("its SubscribeURL is not Amazon's"));
    try {
      web.get(address);
    } catch (IOException e) {
      throw new FeedRefusal(
          FeedRefusal.Kind.UNKNOWABLE, "the subscription cannot be confirmed now");
    }
    return nothing("SubscriptionConfirmation", trust);
  }

  private static FeedBatch nothing(String name, Trust trust) {
    return new FeedBatch(List.of(FeedEvent.nothing(name, "", trust.freshness().now())), List.of());
  }
}
