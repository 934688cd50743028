package io.mailwright.operations.campaign;

import io.mailwright.routing.brake.CanaryPhase;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a campaign's canary is.
 *
 * @param tried how many mails have gone
 * @param goal how many go before the look
 * @param lookAt when it is looked at; empty before its mails went
 * @param why the figures of a refusal; empty if there are none
 */
public record CanaryProgress(
    CanaryPhase phase, long tried, long goal, Optional<Instant> lookAt, Optional<String> why) {}
