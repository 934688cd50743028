package io.mailwright.campaign;

import io.mailwright.campaign.policy.Breaker;
import io.mailwright.campaign.policy.Canary;
import io.mailwright.campaign.policy.OutcomeLimits;
import io.mailwright.campaign.policy.Percent;
import io.mailwright.campaign.policy.SendPolicy;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.util.Optional;

/** A {@link SendPolicy} as columns of a campaign; percentages in hundredths. */
@Embeddable
class StoredPolicy {
  private boolean urgent;

  @Column(name = "canary_percent")
  private Integer canaryPercent;

  @Column(name = "canary_minimum")
  private Integer canaryMinimum;

  @Column(name = "canary_wait_millis")
  private Long canaryWaitMillis;

  @Column(name = "canary_deferred")
  private Integer canaryDeferred;

  @Column(name = "canary_failed")
  private Integer canaryFailed;

  @Column(name = "canary_complaints")
  private Integer canaryComplaints;

  @Column(name = "breaker_window")
  private Integer breakerWindow;

  @Column(name = "breaker_minimum")
  private Integer breakerMinimum;

  @Column(name = "breaker_deferred")
  private Integer breakerDeferred;

  @Column(name = "breaker_failed")
  private Integer breakerFailed;

  @Column(name = "breaker_complaints")
  private Integer breakerComplaints;

  /** For Jakarta Persistence. */
  protected StoredPolicy() {}

  StoredPolicy(SendPolicy policy) {
    this.urgent = policy.urgent();
    Optional<Canary> canary = policy.canary();
    this.canaryPercent = canary.map(c -> c.percent().hundredths()).orElse(null);
    this.canaryMinimum = canary.map(Canary::minimum).orElse(null);
    this.canaryWaitMillis = canary.map(c -> c.waiting().toMillis()).orElse(null);
    this.canaryDeferred = canary.map(c -> c.limits().deferred().hundredths()).orElse(null);
    this.canaryFailed = canary.map(c -> c.limits().failed().hundredths()).orElse(null);
    this.canaryComplaints = canary.map(c -> c.limits().complaints().hundredths()).orElse(null);
    Optional<Breaker> breaker = policy.breaker();
    this.breakerWindow = breaker.map(Breaker::window).orElse(null);
    this.breakerMinimum = breaker.map(Breaker::minimum).orElse(null);
    this.breakerDeferred = breaker.map(b -> b.limits().deferred().hundredths()).orElse(null);
    this.breakerFailed = breaker.map(b -> b.limits().failed().hundredths()).orElse(null);
    this.breakerComplaints = breaker.map(b -> b.limits().complaints().hundredths()).orElse(null);
  }

  SendPolicy policy() {
    return new SendPolicy(urgent, canary(), breaker());
  }

  private Optional<Canary> canary() {
    return canaryPercent == null
        ? Optional.empty()
        : Optional.of(
            new Canary(
                new Percent(canaryPercent),
                canaryMinimum,
                Duration.ofMillis(canaryWaitMillis),
                limits(canaryDeferred, canaryFailed, canaryComplaints)));
  }

  private Optional<Breaker> breaker() {
    return breakerWindow == null
        ? Optional.empty()
        : Optional.of(
            new Breaker(
                limits(breakerDeferred, breakerFailed, breakerComplaints),
                breakerWindow,
                breakerMinimum));
  }

  private static OutcomeLimits limits(int deferred, int failed, int complaints) {
    return new OutcomeLimits(new Percent(deferred), new Percent(failed), new Percent(complaints));
  }
}
