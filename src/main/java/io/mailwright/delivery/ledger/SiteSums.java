package io.mailwright.delivery.ledger;

import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Adds up what the lanes of one site hold. */
final class SiteSums {
  private final String site;
  private final Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
  private int workers;
  private boolean isReady;
  private @Nullable Instant readyAt;
  private @Nullable String why;
  private @Nullable Instant lastDueAt;

  SiteSums(String site) {
    this.site = site;
  }

  void count(DeliveryState state, long n) {
    counts.merge(state, n, Long::sum);
  }

  /** A worker has one of its lanes. */
  void atWork() {
    workers++;
  }

  /** Something of it may be taken now. */
  void ready() {
    isReady = true;
  }

  /** Something of it may be taken later. */
  void readyAt(Instant at, @Nullable String because) {
    if (readyAt == null || at.isBefore(readyAt)) {
      readyAt = at;
      why = because;
    }
  }

  void dueUntil(@Nullable Instant at) {
    if (at != null && (lastDueAt == null || at.isAfter(lastDueAt))) {
      lastDueAt = at;
    }
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  SiteLanes sum() {
    return new SiteLanes(
        site,
        new DeliveryCounts(counts),
        workers,
        isReady ? Optional.empty() : Optional.ofNullable(readyAt),
        isReady ? Optional.empty() : Optional.ofNullable(why),
        Optional.ofNullable(lastDueAt));
  }
}
