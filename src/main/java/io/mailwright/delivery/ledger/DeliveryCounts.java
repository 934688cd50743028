package io.mailwright.delivery.ledger;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many recipients of a campaign stand in each state. The states add up to the total.
 *
 * @param byState every state, 0 where there are none
 */
public record DeliveryCounts(Map<DeliveryState, Long> byState) {
  public DeliveryCounts {
    EnumMap<DeliveryState, Long> complete = new EnumMap<>(DeliveryState.class);
    for (DeliveryState state : DeliveryState.values()) {
      complete.put(state, byState.getOrDefault(state, 0L));
    }
    byState = Map.copyOf(complete);
  }

  /** Recipients in one state. */
  public long of(DeliveryState state) {
    return byState.get(state);
  }

  /** All recipients of the campaign. */
  public long total() {
    return byState.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Recipients for whom something is still to be done without a person. */
  public long open() {
    return of(DeliveryState.PENDING) + of(DeliveryState.CLAIMED) + of(DeliveryState.DEFERRED);
  }
}
