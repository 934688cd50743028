package io.mailwright.feedback.feed;

import io.mailwright.feedback.event.FeedbackKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a provider tells of one recipient.
 *
 * @param what it tells; empty if it is nothing that matters here, such as a delivery
 * @param name what the provider calls it
 * @param recipient the address as it stands there
 * @param messageIds of the mail's header field, as far as is told
 * @param returnPaths where the mail's bounces go, as far as is told
 * @param at when it happened
 * @param words the evidence
 * @param isAboutSender whether it blames where the mail came from
 * @param id what makes it this event and no other of the feed
 */
record FeedEvent(
    Optional<FeedbackKind> what,
    String name,
    String recipient,
    List<String> messageIds,
    List<String> returnPaths,
    Instant at,
    String words,
    boolean isAboutSender,
    String id) {

  static FeedEvent nothing(String name, String recipient, Instant at) {
    return new FeedEvent(
        Optional.empty(), name, recipient, List.of(), List.of(), at, "", false, "");
  }
}
