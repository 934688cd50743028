package io.mailwright.routing.warmup;

import io.mailwright.campaign.policy.OutcomeLimits;
import io.mailwright.campaign.policy.Percent;
import io.mailwright.kernel.store.StoredEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** A warm-up as people see and edit it. How far it is at a site stands in its days. */
@Entity
@Table(name = "warm_up")
public class WarmUpPlan extends StoredEntity {
  @Column(name = "route_id", updatable = false)
  private long routeId;

  @Column(updatable = false)
  private String site;

  private String steps;

  @Column(name = "small_steps")
  private String smallSteps;

  @Column(name = "limit_deferred")
  private int limitDeferred;

  @Column(name = "limit_failed")
  private int limitFailed;

  @Column(name = "limit_complaints")
  private int limitComplaints;

  private boolean held;

  /** For Jakarta Persistence. */
  protected WarmUpPlan() {}

  WarmUpPlan(WarmUpDraft draft, Instant createdAt) {
    super(createdAt);
    this.routeId = draft.routeId();
    this.site = draft.site().orElse("");
    describe(draft);
  }

  final void describe(WarmUpDraft draft) {
    this.steps = draft.steps().text();
    this.smallSteps = draft.smallSteps().text();
    this.limitDeferred = draft.limits().deferred().hundredths();
    this.limitFailed = draft.limits().failed().hundredths();
    this.limitComplaints = draft.limits().complaints().hundredths();
  }

  void hold(boolean isHeld) {
    this.held = isHeld;
  }

  /** What it says now, to be changed in part. */
  public WarmUpDraft draft() {
    return new WarmUpDraft(
        routeId,
        site.isEmpty() ? Optional.empty() : Optional.of(site),
        WarmUpSteps.parse(steps),
        WarmUpSteps.parse(smallSteps),
        new OutcomeLimits(
            new Percent(limitDeferred), new Percent(limitFailed), new Percent(limitComplaints)));
  }

  /** Whether a person keeps it from growing. */
  public boolean isHeld() {
    return held;
  }
}
