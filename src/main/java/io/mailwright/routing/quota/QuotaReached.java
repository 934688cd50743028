package io.mailwright.routing.quota;

import io.mailwright.campaign.RateUnit;
import java.time.Instant;

/** A quota of which nothing was left when somebody came for more. */
public final class QuotaReached {
  private final AppliedQuota quota;
  private final Instant until;

  QuotaReached(AppliedQuota quota, Instant until) {
    this.quota = quota;
    this.until = until;
  }

  /** The same for the same quota, also when its limit is changed. */
  public String meter() {
    return quota.meter();
  }

  /** What it counts the mails of. */
  public QuotaScope scope() {
    return quota.scope();
  }

  /** Whose mails. */
  public String subject() {
    return quota.subject();
  }

  /** In which time. */
  public RateUnit per() {
    return quota.rule().per();
  }

  /** As in "Gmail budget of 40 a minute used until 2026-12-01T14:20:00Z". */
  public String why(QuotaLabels labels) {
    return quota.why(labels, until);
  }
}
