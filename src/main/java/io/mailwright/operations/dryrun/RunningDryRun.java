package io.mailwright.operations.dryrun;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** The state of a dry run, changed by its thread and read by others. Thread-safe. */
final class RunningDryRun {
  private final Clock clock;
  private volatile boolean isCancelled;
  private DryRun now;

  RunningDryRun(long id, long campaignId, Clock clock) {
    this.clock = clock;
    this.now =
        new DryRun(
            id,
            campaignId,
            DryRun.State.RUNNING,
            DryRun.Phase.AUDIENCE,
            0,
            0,
            clock.instant(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  synchronized DryRun now() {
    return now;
  }

  void cancel() {
    isCancelled = true;
  }

  boolean isCancelled() {
    return isCancelled;
  }

  void begins(DryRun.Phase phase, long total) {
    change(phase, 0, total, Optional.empty());
  }

  /** Notes how far it is. */
  boolean goesOn(DryRun.Phase phase, long done, long total, Optional<Instant> virtualTime) {
    change(phase, done, total, virtualTime);
    return !isCancelled;
  }

  private synchronized void change(
      DryRun.Phase phase, long done, long total, Optional<Instant> virtualTime) {
    now =
        new DryRun(
            now.id(),
            now.campaignId(),
            now.state(),
            phase,
            done,
            total,
            now.startedAt(),
            Optional.empty(),
            virtualTime,
            Optional.empty(),
            Optional.empty());
  }

  synchronized void ends(DryRun.State state, Optional<DryRunResult> result, Optional<String> why) {
    now =
        new DryRun(
            now.id(),
            now.campaignId(),
            state,
            now.phase(),
            now.done(),
            now.total(),
            now.startedAt(),
            Optional.of(clock.instant()),
            now.virtualTime(),
            result,
            why);
  }
}
