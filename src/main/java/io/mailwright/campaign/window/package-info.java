/**
 * The hours in which a campaign may send, as people say them: on the clock of the recipient, a week
 * at a time.
 *
 * <p>Which instants these are, and what was learned about the hours of a site, belongs in {@code
 * routing.window}.
 */
package io.mailwright.campaign.window;
