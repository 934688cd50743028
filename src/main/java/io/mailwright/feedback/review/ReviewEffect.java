package io.mailwright.feedback.review;

/** What applying a change does. */
public enum ReviewEffect {
  /** A suppression that the old reading made is lifted. */
  LIFT,
  /** The address is suppressed. */
  SUPPRESS,
  /** Only the record and the counts change. */
  RECORD
}
