/**
 * When mail may go by the clock: the hours of a campaign on each recipient's own clock, and what
 * was learned about the hours of the week of each site.
 *
 * <p>What people say about hours belongs in {@code campaign.window}; limits and the pace of sites
 * do not belong here.
 */
package io.mailwright.routing.window;
