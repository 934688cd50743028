package io.mailwright.delivery.ledger;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the ledger for people and scripts; changes nothing. */
public interface DeliveryQuery {
  /**
   * What to list.
   *
   * @param states only these; empty for all
   * @param text part of the address, the reply or the reason; empty for all
   * @param cameBack codes of kinds of feedback: only those for which one of them came back; empty
   *     for all
   * @param after only ids beyond this one (below it when descending); 0 for the start
   * @param limit 1 to 1001, so that a page can be read with one row more
   */
  record Filter(
      Set<DeliveryState> states,
      Optional<String> text,
      Set<Integer> cameBack,
      long after,
      int limit,
      boolean descending) {
    /** Whatever came back. */
    public Filter(
        Set<DeliveryState> states,
        Optional<String> text,
        long after,
        int limit,
        boolean descending) {
      this(states, text, Set.of(), after, limit, descending);
    }
  }

  /** One page, by id. */
  List<DeliveryView> list(long campaignId, Filter filter);

  /** One recipient of a campaign. */
  Optional<DeliveryView> find(long campaignId, long deliveryId);

  /** Streams every row in these states by id, without holding them in memory. */
  void forEach(long campaignId, Set<DeliveryState> states, Consumer<DeliveryView> reader);

  /** The counts by state, read in one statement. */
  DeliveryCounts counts(long campaignId);

  /** Counts of many campaigns at once, for lists; a campaign without rows is absent. */
  java.util.Map<Long, DeliveryCounts> counts(java.util.Collection<Long> campaignIds);
}
