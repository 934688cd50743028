package io.mailwright.routing.site;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The look-ups that wait and those under way, a few at once. Who asks for the same domain shares
 * its look-up; when nobody answers, what still waits is given up. Thread-safe.
 */
final class MxQueue {
  /** Look-ups under way at once. */
  static final int AT_ONCE = 64;

  /** So many look-ups in a row without any answer mean that there will be none. */
  static final int SILENCE = 16;

  /** Who is told, by one thread at a time. */
  interface Listener {
    /** A look-up has ended. */
    void answered(String domain, MxAnswer answer);

    /** None waits and none is under way. */
    void idle();
  }

  private final MxLookup lookup;
  private final Listener listener;
  private final Executor teller;
  private final Map<String, CompletableFuture<Void>> open = new HashMap<>();
  private final Deque<String> waiting = new ArrayDeque<>();
  private int underWay;
  private int unanswered;

  /**
   * @param teller of one thread
   */
  MxQueue(MxLookup lookup, Listener listener, Executor teller) {
    this.lookup = lookup;
    this.listener = listener;
    this.teller = teller;
  }

  /**
   * Has domains looked up, in this order.
   *
   * @return completes when each has been told, or was given up
   */
  CompletableFuture<Void> ask(List<String> domains) {
    List<CompletableFuture<Void>> asked = new ArrayList<>();
    synchronized (this) {
      for (String domain : domains) {
        asked.add(
            open.computeIfAbsent(
                domain,
                name -> {
                  waiting.add(name);
                  return new CompletableFuture<>();
                }));
      }
    }
    startMore();
    return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]));
  }

  private void startMore() {
    for (String next = take(); next != null; next = take()) {
      String domain = next;
      lookup
          .find(domain)
          .thenAcceptAsync(answer -> settle(domain, answer), teller)
          .exceptionally(MxQueue::logged);
    }
  }

  private synchronized String take() {
    // After a look-up that nobody answered, the next answer tells whether there is anybody.
    if (underWay >= AT_ONCE || waiting.isEmpty() || unanswered > 0) {
      return null;
    }
    underWay++;
    return waiting.poll();
  }

  private static Void logged(Throwable fault) {
    SiteLog.lookUpFaulty(fault);
    return null;
  }

  private void settle(String domain, MxAnswer answer) {
    try {
      listener.answered(domain, answer);
    } finally {
      end(domain, answer);
    }
  }

  private void end(String domain, MxAnswer answer) {
    List<CompletableFuture<Void>> ended = new ArrayList<>();
    boolean isIdle;
    synchronized (this) {
      underWay--;
      ended.add(open.remove(domain));
      unanswered = answer instanceof MxAnswer.Unreachable ? unanswered + 1 : 0;
      if (unanswered >= SILENCE) {
        waiting.forEach(name -> ended.add(open.remove(name)));
        waiting.clear();
      }
      if (underWay == 0) {
        unanswered = 0;
      }
      isIdle = open.isEmpty();
    }
    if (isIdle) {
      listener.idle();
    }
    ended.forEach(one -> one.complete(null));
    startMore();
  }
}
