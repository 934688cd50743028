package io.mailwright.routing.brake;

/** How far a canary is. */
public enum CanaryPhase {
  /** Its mails go, the others wait. */
  FILLING,
  /** Its mails went; all wait for what comes of them. */
  WAITING,
  /** It went well, or a person let the others go. */
  PASSED,
  /** Too many of its mails went wrong; the campaign pauses. */
  REFUSED
}
