package io.mailwright.delivery.ledger;

/**
 * Which claim of which row: an outcome applies to the row claimed under the same fence and attempt,
 * and to nothing else.
 *
 * @param attempts tries before this one that count
 * @param fence the campaign lease's fence it was claimed under
 */
public record ClaimKey(long deliveryId, int lane, int attempts, long fence) {}
