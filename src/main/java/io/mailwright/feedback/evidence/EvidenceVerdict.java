package io.mailwright.feedback.evidence;

/** What a mail that came back says, the gravest first. */
public enum EvidenceVerdict {
  COMPLAINT,
  UNSUBSCRIBE,
  HARD,
  SOFT,
  AUTO_REPLY,
  /** Nothing about a recipient. */
  NONE
}
