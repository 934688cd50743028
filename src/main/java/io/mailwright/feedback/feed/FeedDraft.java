package io.mailwright.feedback.feed;

import io.mailwright.kernel.error.Require;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a person or a script says about a feed.
 *
 * @param name 1 to 200 characters, unlike other feeds'
 * @param secret what its signatures are checked with, 8 to 4,000 characters; empty: unchanged, and
 *     of {@link FeedKind#SES} always
 * @param topicArn of {@link FeedKind#SES}: the topic
 * @param maxAge how old what is signed may be, 1 minute to 7 days
 * @param active whether it takes anything
 */
public record FeedDraft(
    String name,
    FeedKind kind,
    Optional<String> secret,
    Optional<String> topicArn,
    Duration maxAge,
    boolean active) {
  /** Age, unless set. */
  public static final Duration DEFAULT_MAX_AGE = Duration.ofHours(1);

  private static final int LEAST_SECRET = 8;
  private static final int LONGEST_SECRET = 4000;
  private static final int LONGEST_ARN = 300;
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?");

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public FeedDraft {
    name = Require.line("name", name, 200);
    topicArn = topicArn.map(arn -> Require.line("topicArn", arn, LONGEST_ARN));
    if (kind == FeedKind.SES) {
      if (topicArn.filter(arn -> ARN.matcher(arn).matches()).isEmpty()) {
        throw Require.refused(
            "topicArn",
            "must be the ARN of the topic, such as arn:aws:sns:eu-west-1:123456789012:bounces.");
      }
      if (secret.isPresent()) {
        throw Require.refused("secret", "has no use here: Amazon signs. Leave it out.");
      }
    } else if (topicArn.isPresent()) {
      throw Require.refused("topicArn", "belongs to feeds of Amazon SES only. Leave it out.");
    }
    secret = secret.map(text -> Require.line("secret", text, LONGEST_SECRET));
    secret.ifPresent(FeedDraft::refuseShort);
    if (kind == FeedKind.SENDGRID && secret.filter(key -> !SendGridFeed.isKey(key)).isPresent()) {
      throw Require.refused(
          "secret", "is not a public key. Copy the verification key from SendGrid's settings.");
    }
    if (maxAge.compareTo(Duration.ofMinutes(1)) < 0 || maxAge.compareTo(Duration.ofDays(7)) > 0) {
      throw Require.refused("maxAge", "must be from PT1M to P7D.");
    }
  }

  private static void refuseShort(String secret) {
    if (secret.length() < LEAST_SECRET) {
      throw Require.refused(
          "secret", "is too short to be one. Give " + LEAST_SECRET + " characters or more.");
    }
  }
}
