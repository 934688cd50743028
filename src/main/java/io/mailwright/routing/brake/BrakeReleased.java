package io.mailwright.routing.brake;

/**
 * An event: a person lets a campaign's mails go that its canary or breaker held, so that their
 * lanes are ready now.
 *
 * @param site which site's; empty: all
 */
public record BrakeReleased(long campaignId, String site) {}
