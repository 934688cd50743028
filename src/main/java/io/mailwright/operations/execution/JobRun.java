package io.mailwright.operations.execution;

import io.mailwright.delivery.lease.Lease;
import java.util.Optional;

/**
 * Whose execution it is.
 *
 * @param fence the fence of the lease it was started under
 */
public record JobRun(
    long executionId,
    long instanceId,
    String job,
    Optional<Long> campaignId,
    Optional<Long> importId,
    String node,
    long incarnation,
    long fence,
    String startedBy) {
  /** The lease that arbitrates who may run it. */
  public String leaseName() {
    return campaignId
        .map(Lease::ofCampaign)
        .or(() -> importId.map(Lease::ofImport))
        .orElseGet(() -> Lease.ofJob(job));
  }
}
