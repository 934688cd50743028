package io.mailwright.delivery.send;

import io.mailwright.delivery.policy.Verdict;

/**
 * What a mail asks of a server, as far as some server could not meet it.
 *
 * @param size octets that the server has to take, 0 if no server was too small yet
 * @param needsUtf8 whether it has to offer SMTPUTF8 (RFC 6531)
 * @param policyRefusals how many routes were refused by a block-list or a policy when it was sent
 */
record Demand(long size, boolean needsUtf8, int policyRefusals) {
  /** Any server will do, as far as is known. */
  static final Demand NONE = new Demand(0, false, 0);

  /** The same and what a further verdict shows. */
  Demand and(Verdict verdict) {
    if (verdict instanceof Verdict.TooLarge large) {
      return new Demand(large.size(), needsUtf8, policyRefusals);
    } else if (verdict instanceof Verdict.Utf8NotOffered) {
      return new Demand(size, true, policyRefusals);
    }
    return verdict instanceof Verdict.Deferred deferred && PolicyRefusal.isRefusal(deferred)
        ? new Demand(size, needsUtf8, policyRefusals + 1)
        : this;
  }
}
