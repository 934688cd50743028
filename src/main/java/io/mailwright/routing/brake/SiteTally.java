package io.mailwright.routing.brake;

import io.mailwright.campaign.policy.OutcomeTally;

/**
 * What the ledger knows of a campaign at a site before a run.
 *
 * @param audience recipients that were there to be sent to, sent ones included
 * @param tally of the mails tried so far; complaints are not asked for
 */
public record SiteTally(long audience, OutcomeTally tally) {}
