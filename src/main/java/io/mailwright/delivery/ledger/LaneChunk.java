package io.mailwright.delivery.ledger;

import java.util.List;

/**
 * A lane with what was claimed of it.
 *
 * @param claims empty if nothing of the lane was due after all
 */
public record LaneChunk(LaneHold lane, List<ClaimedDelivery> claims) {}
