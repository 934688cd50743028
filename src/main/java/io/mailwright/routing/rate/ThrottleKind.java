package io.mailwright.routing.rate;

/** What a site has enough of. */
public enum ThrottleKind {
  /** Mails in a time: fewer a second. */
  RATE,
  /** Connections at the same time: fewer of them. */
  CONNECTIONS,
  /** Mails of this day: a long pause. */
  QUOTA,
  /** All mails from there, as by a block-list: a pause, after which it is asked again. */
  ALL
}
