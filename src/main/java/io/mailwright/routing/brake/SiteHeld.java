package io.mailwright.routing.brake;

/**
 * An event: a campaign leaves a site alone for a while.
 *
 * @param why words for people, with the time
 */
public record SiteHeld(long campaignId, String site, String why) {}
