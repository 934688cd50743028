package io.mailwright.delivery.ledger;

/**
 * A lane in a worker's hands.
 *
 * @param fence grows with every taking of this lane
 */
public record LaneHold(long campaignId, int no, String site, String owner, long fence) {}
