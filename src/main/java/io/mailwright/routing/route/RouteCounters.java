package io.mailwright.routing.route;

import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.routing.scope.NodeSingleton;
import jakarta.annotation.Nullable;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what goes over each route. Counting costs an addition in memory; what was counted is
 * stored every two seconds, by {@link #store}, so a crash loses as much of the counters, and of
 * nothing else: what became of a mail stands in the ledger. Thread-safe.
 */
@NodeSingleton
public class RouteCounters {
  private final Map<Long, Counts> counts = new ConcurrentHashMap<>();
  private RouteStates states;

  /** For injection and tests. */
  @Inject
  public RouteCounters(RouteStates states) {
    this.states = states;
  }

  private static final class Counts {
    private final LongAdder sent = new LongAdder();
    private final LongAdder deferred = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    @Nullable private volatile SmtpReply lastReply;

    private boolean isEmpty() {
      return sent.sum() + deferred.sum() + failed.sum() + refused.sum() == 0;
    }

    private RouteStates.Counted take(long routeId) {
      SmtpReply reply = lastReply;
      lastReply = null;
      return new RouteStates.Counted(
          routeId,
          sent.sumThenReset(),
          deferred.sumThenReset(),
          failed.sumThenReset(),
          refused.sumThenReset(),
          Optional.ofNullable(reply).map(SmtpReply::toString));
    }
  }

  private Counts of(long routeId) {
    Counts known = counts.get(routeId);
    return known == null ? counts.computeIfAbsent(routeId, id -> new Counts()) : known;
  }

  /** A mail was accepted. */
  public void sent(long routeId) {
    of(routeId).sent.increment();
  }

  /** A mail is to be tried again. */
  public void deferred(long routeId, Optional<SmtpReply> reply) {
    Counts counted = of(routeId);
    counted.deferred.increment();
    said(counted, reply);
  }

  /** A mail was refused for good, for itself. */
  public void failed(long routeId, Optional<SmtpReply> reply) {
    Counts counted = of(routeId);
    counted.failed.increment();
    said(counted, reply);
  }

  /** A session, or a mail for the route's sake, was refused: the mail goes another way. */
  public void refused(long routeId, Optional<SmtpReply> reply) {
    Counts counted = of(routeId);
    counted.refused.increment();
    said(counted, reply);
  }

  private static void said(Counts counted, Optional<SmtpReply> reply) {
    if (reply.isPresent()) {
      counted.lastReply = reply.get();
    }
  }

  /**
   * Stores what was counted since the last time. Called every two seconds, and at the end.
   *
   * @throws DatabaseException if the database is away; nothing is lost then
   */
  public void store() {
    List<RouteStates.Counted> taken = new ArrayList<>();
    counts.forEach(
        (id, counted) -> {
          if (!counted.isEmpty()) {
            taken.add(counted.take(id));
          }
        });
    if (taken.isEmpty()) {
      return;
    }
    try {
      states.count(taken);
    } catch (DatabaseException e) {
      taken.forEach(this::putBack);
      throw e;
    }
  }

  private void putBack(RouteStates.Counted counted) {
    Counts now = of(counted.routeId());
    now.sent.add(counted.sent());
    now.deferred.add(counted.deferred());
    now.failed.add(counted.failed());
    now.refused.add(counted.refused());
  }
}
