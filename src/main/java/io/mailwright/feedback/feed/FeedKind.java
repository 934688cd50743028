package io.mailwright.feedback.feed;

/** Whose feed it is, and so how it is signed. */
public enum FeedKind {
  /** Amazon SES over SNS: signed by Amazon; the topic is configured, there is no secret. */
  SES,
  /** SendGrid's signed event webhook: the secret is its public key. */
  SENDGRID,
  /** Mailgun: the secret is the HTTP webhook signing key. */
  MAILGUN,
  /** Postmark: the secret is the password of its log-in here, or stands in a header. */
  POSTMARK,
  /** Anybody else: the secret signs the time and the body. */
  GENERIC
}
