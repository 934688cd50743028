/**
 * A campaign's own caution at work: the canary that goes before the others, and the breaker that
 * spares a site which takes its mails badly. State is stored and survives a restart.
 *
 * <p>What a campaign is told about it are values of {@code campaign.policy}; how fit routes and
 * servers are belongs in {@code routing.route}.
 */
package io.mailwright.routing.brake;
