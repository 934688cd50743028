package io.mailwright.operations.dryrun;

import io.mailwright.routing.route.SourceTurns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Chooses among the ways by weight, as a sending run does, and keeps what holds them. */
final class WayChoice {
  private static final long PARTS = 1_000_000;
  private static final int NONE = -1;

  private final List<Way> ways;
  private final long[] credit;
  private final long[] heldUntil;
  private final Map<Long, Integer> busy = new HashMap<>();
  private final SourceTurns turns = new SourceTurns();

  WayChoice(List<Way> ways) {
    this.ways = List.copyOf(ways);
    this.credit = new long[ways.size()];
    this.heldUntil = ways.stream().mapToLong(w -> VirtualClock.micros(w.fitFrom())).toArray();
  }

  Way get(int way) {
    return ways.get(way);
  }

  int count() {
    return ways.size();
  }

  /** All mails by a way have to wait. */
  void hold(int way, long until) {
    heldUntil[way] = Math.max(heldUntil[way], until);
  }

  /** Until when a way cannot be used for a site. */
  long heldUntil(int way, VirtualSite site) {
    return Math.max(heldUntil[way], site.heldOnWay[way]);
  }

  /** Whether another way could be taken. */
  boolean isOpen(VirtualSite site, long now) {
    for (int way = 0; way < ways.size(); way++) {
      if (heldUntil(way, site) <= now) {
        return true;
      }
    }
    return false;
  }

  /** Whether one cannot be used for this site alone. */
  boolean isAnyHeldFor(VirtualSite site, long now) {
    for (long until : site.heldOnWay) {
      if (until > now) {
        return true;
      }
    }
    return false;
  }

  /** When the first way can be used for a site. */
  long soonest(VirtualSite site) {
    long first = Long.MAX_VALUE;
    for (int way = 0; way < ways.size(); way++) {
      first = Math.min(first, heldUntil(way, site));
    }
    return first;
  }

  /**
   * The next way, a connection of which is taken.
   *
   * @return negative if all are held or have no connection
   */
  int enter(VirtualSite site, long now) {
    List<Integer> fit = fit(way -> heldUntil(way, site) <= now && hasConnection(way));
    if (fit.isEmpty()) {
      return NONE;
    }
    int next = fit.size() == 1 ? fit.get(0) : byWeight(fit);
    busy.merge(ways.get(next).serverId(), 1, Integer::sum);
    return next;
  }

  /** The connection of a way is free again. */
  void leave(int way) {
    busy.merge(ways.get(way).serverId(), -1, Integer::sum);
  }

  /** Takes a mail of the way's turn; false if the next source of its server has its turn now. */
  boolean takesTurn(int way) {
    Way one = ways.get(way);
    return one.rotateAfter() == 0 || turns.take(one.serverId(), one.routeId());
  }

  private boolean hasConnection(int way) {
    Way one = ways.get(way);
    return busy.getOrDefault(one.serverId(), 0) < one.connections();
  }

  private List<Integer> fit(IntPredicate isFit) {
    List<Integer> fit = new ArrayList<>();
    for (int way = 0; way < ways.size(); way++) {
      if (isFit.test(way) && isInTurn(way, isFit)) {
        fit.add(way);
      }
    }
    return fit;
  }

  private boolean isInTurn(int way, IntPredicate isFit) {
    Way one = ways.get(way);
    if (one.rotateAfter() == 0) {
      return true;
    }
    Map<Long, Integer> places = new HashMap<>();
    List<Long> ordered = new ArrayList<>();
    for (int other = 0; other < ways.size(); other++) {
      if (ways.get(other).serverId() == one.serverId()) {
        ordered.add(ways.get(other).routeId());
        places.put(ways.get(other).routeId(), other);
      }
    }
    return turns.whose(
            one.serverId(),
            ordered,
            id -> isFit.test(places.get(id)),
            id -> ways.get(places.get(id)).rotateAfter())
        == one.routeId();
  }

  private int byWeight(List<Integer> fit) {
    Map<Long, Integer> weights = new HashMap<>();
    fit.forEach(way -> weights.merge(get(way).serverId(), get(way).weight(), Integer::sum));
    long total = 0;
    int best = fit.get(0);
    for (int way : fit) {
      Way one = ways.get(way);
      long share = PARTS * one.serverWeight() * one.weight() / weights.get(one.serverId());
      credit[way] += share;
      total += share;
      best = credit[way] > credit[best] ? way : best;
    }
    credit[best] -= total;
    return best;
  }
}
