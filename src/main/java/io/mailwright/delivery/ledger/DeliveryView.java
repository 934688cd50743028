package io.mailwright.delivery.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * What the ledger says of one recipient.
 *
 * @param email the address as written in the list, or its normalised form if the contact is gone
 * @param attempts tries that count, 0 or more
 * @param nextAttemptAt when it is due, for what is pending or deferred; if its lane is held for
 *     longer, when that ends
 * @param server the name of the server last used
 * @param why the rule, limit or trouble that holds it or settled it, in words
 * @param messageId the stable Message-ID, with angle brackets
 * @param claimedAt when a worker last took it
 * @param firstTryAt when it was first tried
 * @param settledAt when it reached its present state
 */
public record DeliveryView(
    long id,
    long contactId,
    String email,
    DeliveryState state,
    int attempts,
    Optional<Instant> nextAttemptAt,
    Optional<String> server,
    Optional<Integer> replyCode,
    Optional<String> enhancedStatus,
    Optional<String> replyText,
    Optional<String> why,
    String messageId,
    Optional<Instant> claimedAt,
    Optional<Instant> firstTryAt,
    Optional<Instant> settledAt) {}
