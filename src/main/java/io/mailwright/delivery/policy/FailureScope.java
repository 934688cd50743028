package io.mailwright.delivery.policy;

/** What a failure for good is about. */
public enum FailureScope {
  /** The address does not exist (any more): nothing should be sent to it again. */
  DEAD_ADDRESS,
  /** This recipient does not take this mail, but may take others. */
  RECIPIENT,
  /** This recipient wants nothing from this sender. */
  SENDER,
  /** This mail; the same many times in a row means the campaign's content. */
  CONTENT
}
