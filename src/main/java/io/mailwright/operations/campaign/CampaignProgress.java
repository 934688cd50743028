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
 * @param eta when the open rows would be done at the present rate; empty when nothing moves
 * @param resumeAt when a waiting campaign goes on
 * @param isRunning whether an execution of it is still at work, also to its end after a pause or a
 *     cancellation
 */
public record CampaignProgress(
    DeliveryCounts counts,
    double ratePerSecond,
    double averagePerSecond,
    Optional<Instant> eta,
    Optional<Instant> resumeAt,
    boolean isRunning) {}
