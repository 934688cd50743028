package io.mailwright.operations.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One job execution as history shows it.
 *
 * @param batchStatus JSR-352 batch status: STARTING, STARTED, STOPPING, STOPPED, FAILED, COMPLETED,
 *     ABANDONED
 * @param exitStatus JSR-352 exit status; INTERRUPTED when a crash left it, WAITING when it goes on
 *     later
 * @param node the node that ran it
 * @param cause what failed, in one line
 * @param isLive whether some node holds its lease and runs it now
 * @param steps empty in lists
 */
public record ExecutionView(
    long id,
    long instanceId,
    String job,
    Optional<Long> campaignId,
    Optional<Long> importId,
    String batchStatus,
    Optional<String> exitStatus,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    String node,
    String startedBy,
    Optional<String> cause,
    Map<String, String> parameters,
    boolean isLive,
    List<Step> steps) {

  /**
   * @param metrics summed over the workers
   * @param workers one for each partition, or one for the step itself
   */
  public record Step(
      String name,
      String batchStatus,
      Optional<String> exitStatus,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      Metrics metrics,
      Optional<Long> total,
      List<Worker> workers) {}

  /** A partition's worker. */
  public record Worker(
      int partition,
      String batchStatus,
      String node,
      Instant startedAt,
      Instant updatedAt,
      Optional<Instant> endedAt,
      Metrics metrics) {}

  /** JSR-352 metrics; kept while it runs and after a crash. */
  public record Metrics(
      long read, long written, long skipped, long filtered, long rolledBack, long committed) {}
}
