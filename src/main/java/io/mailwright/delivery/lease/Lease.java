package io.mailwright.delivery.lease;

import java.time.Instant;

/**
 * A right to run something until a time.
 *
 * @param name what it is about: {@code campaign:12}, {@code import:3}, {@code timer}
 * @param owner who holds it: node and incarnation
 * @param fence grows with every taking; what is written under an older one is refused
 * @param until when it ends unless renewed
 */
public record Lease(String name, String owner, long fence, Instant until) {
  /** The lease of a campaign; its executions share it. */
  public static String ofCampaign(long campaignId) {
    return "campaign:" + campaignId;
  }

  /** The lease of an import; its executions share it. */
  public static String ofImport(long importId) {
    return "import:" + importId;
  }

  /** The lease of a job of which one runs at a time. */
  public static String ofJob(String job) {
    return "job:" + job;
  }
}
