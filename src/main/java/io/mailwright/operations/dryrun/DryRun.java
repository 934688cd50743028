package io.mailwright.operations.dryrun;

import java.time.Instant;
import java.util.Optional;

/**
 * A dry run of a campaign, as it is now.
 *
 * @param id which of this node's it is
 * @param state how it stands
 * @param phase what it does, or did last
 * @param done mails that were made or sent in this phase
 * @param total of so many; 0 while they are counted
 * @param virtualTime how far the clock of the forecast is; empty before it
 * @param result empty unless it is done
 * @param why it failed, in one line; empty unless it did
 */
public record DryRun(
    long id,
    long campaignId,
    State state,
    Phase phase,
    long done,
    long total,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<Instant> virtualTime,
    Optional<DryRunResult> result,
    Optional<String> why) {
  /** How a dry run stands. */
  public enum State {
    RUNNING,
    DONE,
    CANCELLED,
    FAILED
  }

  /** What it does. */
  public enum Phase {
    /** Counts the recipients by domain and zone, and asks for sites. */
    AUDIENCE,
    /** Makes mails. */
    MAILS,
    /** Sends on the virtual clock. */
    SENDING
  }

  /** Whether it goes on. */
  public boolean isRunning() {
    return state == State.RUNNING;
  }

  /** Of the whole, 0 to 100. */
  public int percent() {
    int before =
        switch (phase) {
          case AUDIENCE -> 0;
          case MAILS -> 10;
          case SENDING -> 40;
        };
    int part = phase == Phase.SENDING ? 60 : 30;
    return state == State.DONE
        ? 100
        : before + (total == 0 ? 0 : (int) Math.min(part, part * done / total));
  }
}
