package io.mailwright.delivery.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A recipient in a worker's hands, with all that rendering and sending need: the processor runs no
 * SQL.
 *
 * @param attempts tries so far that count
 * @param fence the campaign lease's fence it was claimed under
 * @param email the address as written in the list
 * @param emailKey its normalised form, which the ledger is unique by
 * @param attributes a JSON object, or empty
 */
public record ClaimedDelivery(
    long id,
    long contactId,
    int lane,
    int attempts,
    long fence,
    Optional<Instant> firstTryAt,
    String email,
    String emailKey,
    Optional<String> name,
    Optional<String> locale,
    Optional<String> timezone,
    Optional<String> attributes) {
  /** What its outcome is recorded under. */
  public ClaimKey key() {
    return new ClaimKey(id, lane, attempts, fence);
  }
}
