package io.mailwright.routing.rate;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.TestAsks;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/** Workers that always have a mail for one site, in simulated time. */
final class SimulatedSending {
  static final String SITE = "example.net";
  static final long ROUTE = 7;

  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private final SettableClock clock = new SettableClock(START);
  private final SiteRates rates = new SiteRates(clock);
  private final ThrottlingProvider provider;
  private final Random random;
  private final int leastLatency;
  private final int mostLatency;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::serial));
  private Throttle refusal = refusal(Optional.empty());
  private long serial;
  private long accepted;
  private long deferred;

  private record Event(long at, long serial, Runnable what) {}

  SimulatedSending(
      ThrottlingProvider provider, int workers, int leastLatency, int mostLatency, long seed) {
    this.provider = provider;
    this.random = new Random(seed);
    this.leastLatency = leastLatency;
    this.mostLatency = mostLatency;
    for (int i = 0; i < workers; i++) {
      at(random.nextInt(100), this::offer);
    }
  }

  private static Throttle refusal(Optional<Duration> hint) {
    return new Throttle(ThrottleKind.RATE, hint, "450 4.2.1 too fast");
  }

  /** Whoever is refused is told to come back after this time. */
  void asksFor(Duration pause) {
    refusal = refusal(Optional.of(pause));
  }

  private void at(long time, Runnable what) {
    events.add(new Event(time, serial++, what));
  }

  private long now() {
    return clock.millis() - START.toEpochMilli();
  }

  private void offer() {
    Optional<Hold> hold = rates.take(TestAsks.to(SITE, ROUTE));
    if (hold.isPresent()) {
      at(hold.get().until().toEpochMilli() - START.toEpochMilli(), this::offer);
      return;
    }
    long begun = now();
    long there = random.nextInt(leastLatency, mostLatency + 1) / 2;
    at(begun + there, () -> decide(begun, there));
  }

  private void decide(long begun, long there) {
    boolean accepts = provider.accepts(now());
    at(now() + there, () -> answer(begun, accepts));
  }

  private void answer(long begun, boolean isAccepted) {
    Duration latency = Duration.ofMillis(now() - begun);
    if (isAccepted) {
      accepted++;
      rates.accepted(SITE, ROUTE, latency);
    } else {
      deferred++;
      rates.throttled(SITE, ROUTE, refusal, latency);
    }
    offer();
  }

  /**
   * Lets time pass.
   *
   * @return mails accepted in it
   */
  long run(Duration time) {
    long before = accepted;
    long end = now() + time.toMillis();
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event next = events.poll();
      clock.forward(Duration.ofMillis(Math.max(0, next.at() - now())));
      next.what().run();
    }
    clock.forward(Duration.ofMillis(end - now()));
    return accepted - before;
  }

  void allow(double perSecond) {
    provider.allow(perSecond, now());
  }

  long tries() {
    return accepted + deferred;
  }

  /** The share of the tries so far that was put off. */
  double deferredShare() {
    return deferred / (double) (accepted + deferred);
  }
}
