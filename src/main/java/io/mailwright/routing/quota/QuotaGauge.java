package io.mailwright.routing.quota;

import java.time.Instant;
import java.util.Optional;

/**
 * How full a quota is, as of now.
 *
 * @param scope what it counts the mails of
 * @param subject whose mails
 * @param rule how many, and in which time
 * @param used mails that count now, with those that nodes have taken leave for and not begun yet;
 *     more than the limit where that was lowered
 * @param freeAt when the next mail may go; empty if one may now
 */
public record QuotaGauge(
    QuotaScope scope, String subject, QuotaRule rule, long used, Optional<Instant> freeAt) {

  /** Mails that may go now. */
  public long left() {
    return Math.max(0, rule.limit() - used);
  }
}
