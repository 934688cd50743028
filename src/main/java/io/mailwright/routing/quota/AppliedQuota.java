package io.mailwright.routing.quota;

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

  /** As in "Gmail budget of 40 a minute used until 2026-12-01T14:20:00Z". */
  String why(QuotaLabels labels, Instant until) {
    return labels.of(scope, subject)
        + " budget of "
        + rule.inWords()
        + " used until "
        + Instant.ofEpochSecond(-Math.floorDiv(-until.toEpochMilli(), 1000L));
  }
}
