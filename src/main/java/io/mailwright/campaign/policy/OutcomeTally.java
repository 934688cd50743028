package io.mailwright.campaign.policy;

/**
 * How many mails came to what.
 *
 * @param tried mails, each counted once: accepted, deferred or failed
 * @param deferred of these
 * @param failed of these
 * @param complaints about mails that had been accepted
 */
public record OutcomeTally(long tried, long deferred, long failed, long complaints) {
  /** Nothing yet. */
  public static final OutcomeTally NONE = new OutcomeTally(0, 0, 0, 0);

  /** Refuses negative numbers. */
  public OutcomeTally {
    if (tried < 0 || deferred < 0 || failed < 0 || complaints < 0) {
      throw new IllegalArgumentException("a tally counts from 0");
    }
  }

  /** With one more. */
  public OutcomeTally with(MailOutcome outcome) {
    return switch (outcome) {
      case ACCEPTED -> new OutcomeTally(tried + 1, deferred, failed, complaints);
      case DEFERRED -> new OutcomeTally(tried + 1, deferred + 1, failed, complaints);
      case FAILED -> new OutcomeTally(tried + 1, deferred, failed + 1, complaints);
      case COMPLAINED -> new OutcomeTally(tried, deferred, failed, complaints + 1);
    };
  }

  /** Both together. */
  public OutcomeTally plus(OutcomeTally other) {
    return new OutcomeTally(
        tried + other.tried,
        deferred + other.deferred,
        failed + other.failed,
        complaints + other.complaints);
  }
}
