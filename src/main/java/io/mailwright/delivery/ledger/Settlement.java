package io.mailwright.delivery.ledger;

import io.mailwright.kernel.smtp.SmtpReply;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a claimed delivery; applies only to the row CLAIMED under the same fence and
 * attempt, so writing it twice changes nothing.
 *
 * @param state any state but CLAIMED
 * @param wasTried whether this was a try that counts: attempts grow by one, and the attempt log
 *     keeps it unless it is the last
 * @param dueAt when it may be claimed again; only for PENDING and DEFERRED
 * @param why the rule, limit or trouble, in words
 * @param serverId the server used, if any
 * @param reply the server's words, if any
 * @param at when it became known
 * @param address what it says of the address
 */
public record Settlement(
    ClaimKey claim,
    DeliveryState state,
    boolean wasTried,
    Optional<Instant> dueAt,
    Optional<String> why,
    Optional<Long> serverId,
    Optional<SmtpReply> reply,
    Instant at,
    AddressNews address) {
  public Settlement {
    if (state == DeliveryState.CLAIMED) {
      throw new IllegalArgumentException("a settlement ends a claim");
    }
  }

  /** That says nothing of the address. */
  public Settlement(
      ClaimKey claim,
      DeliveryState state,
      boolean wasTried,
      Optional<Instant> dueAt,
      Optional<String> why,
      Optional<Long> serverId,
      Optional<SmtpReply> reply,
      Instant at) {
    this(claim, state, wasTried, dueAt, why, serverId, reply, at, AddressNews.NONE);
  }

  /** Not tried: back to PENDING as it was. */
  public static Settlement givenBack(
      ClaimedDelivery claim, Optional<Instant> dueAt, Optional<String> why, Instant at) {
    DeliveryState state = claim.attempts() > 0 ? DeliveryState.DEFERRED : DeliveryState.PENDING;
    return new Settlement(
        claim.key(), state, false, dueAt, why, Optional.empty(), Optional.empty(), at);
  }
}
