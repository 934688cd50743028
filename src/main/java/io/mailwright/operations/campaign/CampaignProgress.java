package io.mailwright.operations.campaign;

import io.mailwright.delivery.ledger.DeliveryCounts;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a campaign is.
 *
 * @param ratePerSecond accepted mails a second over the last minute, 0 when it does not run
 * @param averagePerSecond accepted mails a second since it started, while it ran
 * @param eta when the open rows would be done at the present rate; empty when nothing moves
 * @param resumeAt when a waiting campaign goes on
 */
public record CampaignProgress(
    DeliveryCounts counts,
    double ratePerSecond,
    double averagePerSecond,
    Optional<Instant> eta,
    Optional<Instant> resumeAt) {}
