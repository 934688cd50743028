package io.mailwright.routing.quota;

import io.mailwright.campaign.RateUnit;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/** A rule as it is stored. */
@Embeddable
class StoredRule {
  @Column(name = "max_mails")
  private long limit;

  @Enumerated(EnumType.STRING)
  @Column(name = "per_unit")
  private RateUnit per;

  /** Empty for none. */
  @Column(name = "reset_at")
  private String resetAt;

  @Column(name = "reset_zone")
  private String resetZone;

  /** For Jakarta Persistence. */
  protected StoredRule() {}

  /** Keeps a rule. */
  StoredRule(QuotaRule rule) {
    this.limit = rule.limit();
    this.per = rule.per();
    this.resetAt = rule.reset().map(r -> r.at().toString()).orElse("");
    this.resetZone = rule.reset().map(r -> r.zone().getId()).orElse("");
  }

  /** The rule. */
  QuotaRule rule() {
    return rule(limit, per, resetAt, resetZone);
  }

  static QuotaRule rule(long limit, RateUnit per, String resetAt, String resetZone) {
    return new QuotaRule(
        limit,
        per,
        resetAt.isEmpty()
            ? Optional.empty()
            : Optional.of(new DailyReset(LocalTime.parse(resetAt), ZoneId.of(resetZone))));
  }
}
