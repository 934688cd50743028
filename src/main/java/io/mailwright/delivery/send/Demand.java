package io.mailwright.delivery.send;

import io.mailwright.delivery.policy.Verdict;

/**
 * What a mail asks of a server, as far as some server could not meet it.
 *
 * @param size octets that the server has to take, 0 if no server was too small yet
 * @param needsUtf8 whether it has to offer SMTPUTF8 (RFC 6531)
 */
record Demand(long size, boolean needsUtf8) {
  /** Any server will do, as far as is known. */
  static final Demand NONE = new Demand(0, false);

  /** The same and what a further verdict shows. */
  Demand and(Verdict verdict) {
    if (verdict instanceof Verdict.TooLarge large) {
      return new Demand(large.size(), needsUtf8);
    }
    return verdict instanceof Verdict.Utf8NotOffered ? new Demand(size, true) : this;
  }
}
