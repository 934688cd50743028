package io.mailwright.routing.window;

/** What a site said to a mail. */
public enum AttemptResult {
  /** It took it. */
  ACCEPTED,
  /** It put it off. */
  DEFERRED,
  /** It refused it for good. */
  FAILED
}
