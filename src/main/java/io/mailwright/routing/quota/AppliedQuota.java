package io.mailwright.routing.quota;

import io.mailwright.campaign.RateUnit;
import java.time.Instant;

/**
 * A quota as it holds now, wherever it was set.
 *
 * @param meter under which name its use is kept; the same as long as only the limit changes
 * @param scope what it counts the mails of
 * @param subject whose mails
 * @param rule how many, and in which time
 */
record AppliedQuota(String meter, QuotaScope scope, String subject, QuotaRule rule) {
  /** One that is kept by itself. */
  static AppliedQuota of(Quota quota) {
    return ofItsOwn(quota.id(), quota.scope(), quota.subject(), quota.rule());
  }

  static AppliedQuota ofItsOwn(long id, QuotaScope scope, String subject, QuotaRule rule) {
    return new AppliedQuota("quota:" + id, scope, subject, rule);
  }

  /** As in "Gmail budget of 40 a minute used until 2026-12-01T14:20:00Z". */
  String why(QuotaLabels labels, Instant until) {
    return labels.of(scope, subject)
        + " budget of "
        + rule.limit()
        + usedUntil(rule.per())
        + Instant.ofEpochSecond(-Math.floorDiv(-until.toEpochMilli(), 1000L));
  }

  /** As in "Gmail budget of 40 a minute". */
  String words(QuotaLabels labels) {
    return labels.of(scope, subject)
        + " budget of "
        + rule.limit()
        + switch (rule.per()) {
          case SECOND -> " a second";
          case MINUTE -> " a minute";
          case HOUR -> " an hour";
          case DAY -> " a day";
        };
  }

  private static String usedUntil(RateUnit per) {
    return switch (per) {
      case SECOND -> " a second used until ";
      case MINUTE -> " a minute used until ";
      case HOUR -> " an hour used until ";
      case DAY -> " a day used until ";
    };
  }
}
