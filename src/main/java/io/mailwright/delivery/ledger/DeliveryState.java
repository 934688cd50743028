package io.mailwright.delivery.ledger;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where a recipient of a campaign stands. The code is what the ledger stores and never changes its
 * meaning.
 */
public enum DeliveryState {
  /** Not tried, or given back untried. */
  PENDING(0),
  /** In a worker's hands: on record before a byte is sent. */
  CLAIMED(1),
  /** Accepted by the server: 250 after the dot. */
  SENT(2),
  /** A transient failure; tried again when due. */
  DEFERRED(3),
  /** A permanent failure, with the server's reply. */
  FAILED(4),
  /** Attempts or age were used up. */
  EXPIRED(5),
  /** The final reply was lost; evidence, policy or a person decides. */
  IN_DOUBT(6),
  /** Left out, with the reason. */
  SUPPRESSED(7),
  /** Taken out by a person or because the contact is gone. */
  CANCELLED(8);

  private static final Map<Integer, DeliveryState> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(DeliveryState::code, Function.identity()));

  private final int code;

  DeliveryState(int code) {
    this.code = code;
  }

  /** The stored number, 0 to 8. */
  public int code() {
    return code;
  }

  /**
   * The state of a stored number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static DeliveryState ofCode(int code) {
    DeliveryState state = BY_CODE.get(code);
    if (state == null) {
      throw new IllegalArgumentException("no delivery state " + code);
    }
    return state;
  }

  /** The name as the outside contract writes it: {@code pending}, {@code inDoubt}. */
  public String label() {
    return this == IN_DOUBT ? "inDoubt" : name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether another try may follow, whose outcome takes the place of this one in the row: then the
   * attempt log keeps this one. The last try is in the row itself.
   */
  boolean mayBeTriedAgain() {
    return this == DEFERRED || this == IN_DOUBT;
  }

  /** Whether something is still to be done without a person. */
  public boolean isOpen() {
    return this == PENDING || this == CLAIMED || this == DEFERRED;
  }
}
