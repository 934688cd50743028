package io.mailwright.delivery.journal;

import io.mailwright.delivery.ledger.ClaimKey;

/**
 * The final dot of this mail is about to be written.
 *
 * @param campaignId the campaign
 * @param claim the claim under which it is sent
 */
public record Intent(long campaignId, ClaimKey claim) {}
