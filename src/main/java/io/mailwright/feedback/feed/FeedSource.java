package io.mailwright.feedback.feed;

/** How the requests of one kind of feed are proved and read. Thread-safe. */
interface FeedSource {
  /**
   * Who speaks, and until when it is believed.
   *
   * @param topicArn of SES; empty for others
   * @param secret in clear; empty for SES
   */
  record Trust(long feedId, String topicArn, String secret, Freshness freshness) {}

  /**
   * Checks a request and reads it.
   *
   * @throws FeedRefusal if nothing of it is to be believed
   */
  FeedBatch read(FeedRequest request, Trust trust) throws FeedRefusal;
}
