package io.mailwright.operations.dryrun;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * The workers of a forecast: which of them does something next, and which have nothing to do. For
 * one thread.
 */
final class Workforce {
  private final PriorityQueue<VirtualWorker> busy =
      new PriorityQueue<>(Comparator.comparingLong(worker -> worker.at));
  private final Deque<VirtualWorker> idle = new ArrayDeque<>();
  private final WayChoice ways;

  Workforce(int workers, long start, WayChoice ways) {
    this.ways = ways;
    for (int i = 0; i < workers; i++) {
      busy.add(new VirtualWorker(start));
    }
  }

  /** When the next one does something; {@link VirtualLane#NEVER} if none has anything to do. */
  long nextAt() {
    return busy.isEmpty() ? VirtualLane.NEVER : busy.peek().at;
  }

  VirtualWorker next() {
    return busy.remove();
  }

  boolean isAnyIdle() {
    return !idle.isEmpty();
  }

  boolean isAllIdle() {
    return busy.isEmpty();
  }

  /** One that had nothing to do, for a lane that is ready. */
  VirtualWorker woken() {
    return idle.remove();
  }

  /** It finds no lane. */
  void rests(VirtualWorker worker) {
    idle.add(worker);
  }

  /** It is busy, or waits, until then. */
  void doneAt(VirtualWorker worker, long at) {
    worker.at = at;
    busy.add(worker);
  }

  void takes(VirtualWorker worker, VirtualLane lane, long now) {
    lane.take();
    lane.site().ifPresent(site -> site.enter(now));
    worker.lane = lane;
  }

  /**
   * Its lane is anybody's again.
   *
   * @param from nobody's before
   */
  void givesBack(VirtualWorker worker, long from) {
    leavesWay(worker);
    worker.lane.site().ifPresent(VirtualSite::leave);
    worker.lane.giveBack(from);
    worker.lane = null;
  }

  void leavesWay(VirtualWorker worker) {
    if (worker.way != VirtualWorker.NO_WAY) {
      ways.leave(worker.way);
      worker.way = VirtualWorker.NO_WAY;
    }
  }
}
