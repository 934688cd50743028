package io.mailwright.routing.route;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long to wait for a server that is connected to, or greeted, and says nothing. RFC 5321
 * section 4.5.3.2.1 has a client wait five minutes for the greeting, and so would a worker, with
 * the mails that it has claimed. Here a server has ten seconds; after that its route rests, and is
 * tried with twice the patience, and so on up to the time-out of the server, without a mail. Once
 * it answers, mails have twice the time that it took: slow servers get theirs in the end, and
 * silent ones hold up nobody. Of this node and in its memory. Thread-safe.
 */
public final class OpeningPatience {
  static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** After so long without a connection a slow server is like any other. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final Map<Long, Slowness> slow = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Duration first;

  private record Slowness(Duration patience, Instant last) {}

  OpeningPatience(Clock clock, Duration first) {
    this.clock = clock;
    this.first = first;
  }

  /**
   * How long to wait for the connection, and for each reply until a mail can be offered. For who is
   * about to connect: what is asked for is not forgotten.
   */
  public Duration with(long routeId) {
    slow.computeIfPresent(routeId, (id, s) -> new Slowness(s.patience(), clock.instant()));
    return known(routeId);
  }

  /** The same for who does not. */
  Duration known(long routeId) {
    Slowness known = slow.get(routeId);
    return known == null ? first : known.patience();
  }

  /** Whether a server let wait in vain, or for longer than others do. */
  boolean isStrained(long routeId) {
    return slow.containsKey(routeId);
  }

  /**
   * It was waited in vain.
   *
   * @param patience that there was: those who waited at the same time say it once
   */
  public void silent(long routeId, Duration patience) {
    Duration next = twice(patience);
    slow.merge(
        routeId,
        new Slowness(next, clock.instant()),
        (known, now) -> known.patience().compareTo(next) < 0 ? now : known);
  }

  /**
   * A connection that was made to try it is ready for mail.
   *
   * @param took how long that took
   */
  public void opened(long routeId, Duration took) {
    slow.computeIfPresent(
        routeId,
        (id, known) ->
            took.compareTo(first) < 0 ? null : new Slowness(twice(took), clock.instant()));
  }

  private static Duration twice(Duration patience) {
    Duration twice = patience.multipliedBy(2);
    return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
  }

  /** A person says that it is well. */
  void forget(long routeId) {
    slow.remove(routeId);
  }

  /** Called now and then. */
  void forgetOld() {
    Instant oldest = clock.instant().minus(REMEMBERED);
    slow.values().removeIf(known -> known.last().isBefore(oldest));
  }
}
