package io.mailwright.operations.campaign;

import io.mailwright.delivery.ledger.DeliveryCounts;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a campaign is.
 *
 * @param ratePerSecond accepted mails a second over the last minute, 0 when it does not run
 * @param averagePerSecond accepted mails a second of the time in which executions were at work for
 *     it; what it waited or was paused does not count
 * @param finish when the open rows will be done by what limits them, else at the present rate;
 *     empty when that is not known
 * @param resumeAt when a waiting campaign goes on
 * @param isRunning whether an execution of it is still at work, also to its end after a pause or a
 *     cancellation
 */
public record CampaignProgress(
    DeliveryCounts counts,
    double ratePerSecond,
    double averagePerSecond,
    Optional<Finish> finish,
    Optional<Instant> resumeAt,
    boolean isRunning) {
  /** When the open rows will be done. */
  public Optional<Instant> eta() {
    return finish.map(Finish::at);
  }

  /** What decides that, in a few English words. */
  public Optional<String> etaBy() {
    return finish.map(Finish::by);
  }
}
