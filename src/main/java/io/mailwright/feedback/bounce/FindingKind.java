package io.mailwright.feedback.bounce;

/** What a mail that came back says of a recipient. */
public enum FindingKind {
  /** The address will never work. */
  HARD,
  /** This mail did not arrive; the address may work another time. */
  SOFT,
  /** The recipient called the mail spam. */
  COMPLAINT,
  /** A machine answered in the recipient's name: the mail arrived. */
  AUTO_REPLY,
  /** Nothing that matters for sending. */
  NONE
}
