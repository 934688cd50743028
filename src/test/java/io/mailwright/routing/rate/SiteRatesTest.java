package io.mailwright.routing.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.governor.TestAsks;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SiteRatesTest {
  private static final String SITE = "gmail";
  private static final long ROUTE = 3;
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final Duration QUICK = Duration.ofMillis(100);
  private static final Throttle SLOWER =
      new Throttle(ThrottleKind.RATE, Optional.empty(), "450 4.2.1 slower");

  private final SettableClock clock = new SettableClock(START);
  private final SiteRates rates = new SiteRates(clock);

  private Optional<Hold> take() {
    return rates.take(TestAsks.to(SITE, "Gmail", ROUTE));
  }

  private void accept(int mails, Duration apart) {
    for (int i = 0; i < mails; i++) {
      rates.accepted(SITE, ROUTE, QUICK);
      clock.forward(apart);
    }
  }

  /** How many mails may go in a time, asked for every ten milliseconds. */
  private int permits(Duration time) {
    int taken = 0;
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      while (take().isEmpty()) {
        taken++;
      }
      clock.forward(Duration.ofMillis(10));
    }
    return taken;
  }

  @Test
  void holdsNothingBackBeforeTheSiteThrottles() {
    accept(1000, Duration.ofMillis(1));
    assertThat(take()).isEmpty();
    assertThat(rates.mayConnect(TestAsks.to(SITE, ROUTE))).isEmpty();
    assertThat(rates.allowance(SITE, ROUTE)).isEqualTo(SiteAllowance.FREE);
  }

  @Test
  void beginsWithHalfOfWhatWentThroughAndSpacesIt() {
    accept(500, Duration.ofMillis(10));
    rates.throttled(SITE, ROUTE, SLOWER, QUICK);
    assertThat(rates.allowance(SITE, ROUTE).perSecond().orElseThrow()).isBetween(49.0, 51.0);
    clock.forward(QUICK);
    assertThat(permits(Duration.ofSeconds(1))).isBetween(45, 65);
    Hold hold = take().orElseThrow();
    assertThat(hold.scope()).isEqualTo(HoldScope.SITE_ON_ROUTE);
    assertThat(hold.until()).isBefore(clock.instant().plusMillis(200));
    assertThat(hold.why()).contains("Gmail takes about", "mails a second from route r3");
  }

  @Test
  void doesNotTakeARefusedFirstMailForALimitOfNothing() {
    rates.throttled(SITE, ROUTE, SLOWER, QUICK);
    clock.forward(Duration.ofSeconds(3));
    assertThat(permits(Duration.ofSeconds(20))).isBetween(10, 40);
  }

  @Test
  void slowsNeitherAnotherSiteNorAnotherRoute() {
    accept(10, QUICK);
    rates.throttled(SITE, ROUTE, SLOWER, QUICK);
    assertThat(take()).isPresent();
    assertThat(rates.take(TestAsks.to("outlook", ROUTE))).isEmpty();
    assertThat(rates.take(TestAsks.to(SITE, 4))).isEmpty();
  }

  @Test
  void takesRefusalsOfMailsBegunEarlierForNoNews() {
    accept(500, Duration.ofMillis(10));
    rates.throttled(SITE, ROUTE, SLOWER, QUICK);
    double once = rates.allowance(SITE, ROUTE).perSecond().orElseThrow();
    clock.forward(Duration.ofMillis(50));
    for (int i = 0; i < 30; i++) {
      rates.throttled(SITE, ROUTE, SLOWER, QUICK);
    }
    assertThat(rates.allowance(SITE, ROUTE).perSecond().orElseThrow()).isEqualTo(once);
    clock.forward(Duration.ofSeconds(1));
    rates.throttled(SITE, ROUTE, SLOWER, QUICK);
    assertThat(rates.allowance(SITE, ROUTE).perSecond().orElseThrow()).isLessThan(once);
  }

  @Test
  void obeysTheTimeThatTheSiteAsksFor() {
    accept(10, QUICK);
    rates.throttled(
        SITE,
        ROUTE,
        new Throttle(
            ThrottleKind.RATE, Optional.of(Duration.ofMinutes(5)), "421 try again in 5 minutes"),
        QUICK);
    Hold hold = take().orElseThrow();
    assertThat(hold.until()).isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
    assertThat(hold.why())
        .isEqualTo(
            "Gmail asked route r3 to wait until 2026-03-01T08:05:01Z: 421 try again in 5 minutes");
    clock.forward(Duration.ofSeconds(299));
    assertThat(take()).isPresent();
    clock.forward(Duration.ofSeconds(1));
    assertThat(take()).as("one mail tries it out").isEmpty();
    assertThat(take()).isPresent();
  }

  @Test
  void waitsAnHourForADaysQuotaAndTwiceAsLongIfItIsStillUsedUp() {
    Throttle used = new Throttle(ThrottleKind.QUOTA, Optional.empty(), "454 Daily quota exceeded");
    rates.throttled(SITE, ROUTE, used, QUICK);
    rates.throttled(SITE, ROUTE, used, QUICK);
    assertThat(take().orElseThrow().until()).isEqualTo(START.plus(Duration.ofHours(1)));
    clock.forward(Duration.ofHours(1));
    assertThat(take()).isEmpty();
    rates.throttled(SITE, ROUTE, used, QUICK);
    assertThat(take().orElseThrow().until()).isEqualTo(START.plus(Duration.ofHours(3)));
    clock.forward(Duration.ofHours(2));
    rates.accepted(SITE, ROUTE, QUICK);
    rates.throttled(SITE, ROUTE, used, QUICK);
    assertThat(take().orElseThrow().until()).isEqualTo(START.plus(Duration.ofHours(4)));
  }

  @Test
  void doesNotGrowWhileNobodyWantsMore() {
    accept(500, Duration.ofMillis(10));
    rates.throttled(SITE, ROUTE, SLOWER, QUICK);
    clock.forward(Duration.ofSeconds(1));
    for (int i = 0; i < 600; i++) {
      assertThat(take()).isEmpty();
      rates.accepted(SITE, ROUTE, QUICK);
      clock.forward(Duration.ofMillis(500));
    }
    assertThat(rates.allowance(SITE, ROUTE).perSecond().orElseThrow()).isLessThan(101);
  }

  @Test
  void holdsTheRateWhileAnswersAreSlow() {
    accept(500, Duration.ofMillis(10));
    rates.throttled(SITE, ROUTE, SLOWER, QUICK);
    clock.forward(Duration.ofSeconds(1));
    double quick = grown(QUICK, Duration.ofSeconds(3));
    double slow = grown(Duration.ofMillis(900), Duration.ofSeconds(3));
    double later = grown(Duration.ofMillis(900), Duration.ofSeconds(3));
    assertThat(quick).isGreaterThan(60);
    assertThat(later).as("held").isCloseTo(slow, within(5.0));
    assertThat(later).as("not cut").isGreaterThanOrEqualTo(quick);
  }

  private double grown(Duration latency, Duration time) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      while (take().isEmpty()) {
        rates.accepted(SITE, ROUTE, latency);
      }
      clock.forward(Duration.ofMillis(10));
    }
    return rates.allowance(SITE, ROUTE).perSecond().orElseThrow();
  }

  @Test
  void beginsBelowTheLimitAgainAfterAQuietTime() {
    accept(500, Duration.ofMillis(10));
    rates.throttled(SITE, ROUTE, SLOWER, QUICK);
    grown(QUICK, Duration.ofSeconds(40));
    double grown = rates.allowance(SITE, ROUTE).perSecond().orElseThrow();
    clock.forward(Duration.ofMinutes(10));
    assertThat(take()).isEmpty();
    assertThat(rates.allowance(SITE, ROUTE).perSecond().orElseThrow()).isLessThan(grown / 2);
  }

  @Test
  void givesAPermitToTheNextIfItIsGivenBack() {
    accept(10, Duration.ofSeconds(1));
    rates.throttled(SITE, ROUTE, SLOWER, QUICK);
    clock.forward(Duration.ofSeconds(10));
    assertThat(take()).isEmpty();
    assertThat(take()).isPresent();
    rates.giveBack(SITE, ROUTE);
    assertThat(take()).isEmpty();
  }

  @Test
  void keepsTheRateForManyWorkersAtOnce() throws Exception {
    accept(500, Duration.ofMillis(10));
    rates.throttled(SITE, ROUTE, SLOWER, QUICK);
    clock.forward(Duration.ofSeconds(60));
    AtomicInteger taken = new AtomicInteger();
    ExecutorService workers = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            workers.submit(
                () -> {
                  for (int n = 0; n < 1000; n++) {
                    if (take().isEmpty()) {
                      taken.incrementAndGet();
                      rates.accepted(SITE, ROUTE, QUICK);
                    }
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      workers.shutdownNow();
    }
    assertThat(taken.get()).as("a tenth of a second's worth").isBetween(1, 11);
    assertThat(rates.timeline(SITE, ROUTE).stream().mapToLong(RateMinute::accepted).sum())
        .isEqualTo(500 + taken.get());
  }

  @Test
  void tellsWhatBecameOfTheMailsByMinute() {
    accept(3, Duration.ofSeconds(1));
    rates.deferred(SITE, ROUTE, Duration.ofMillis(200));
    clock.forward(Duration.ofMinutes(2));
    rates.failed(SITE, ROUTE, Duration.ofMillis(50));
    rates.throttled(SITE, ROUTE, SLOWER, Duration.ofMillis(150));
    assertThat(rates.timeline(SITE, ROUTE))
        .containsExactly(
            new RateMinute(START, 3, 1, 0, Duration.ofMillis(125)),
            new RateMinute(START.plus(Duration.ofMinutes(2)), 0, 1, 1, QUICK));
    clock.forward(Duration.ofHours(4));
    assertThat(rates.timeline(SITE, ROUTE)).isEmpty();
    assertThat(rates.timeline("other", ROUTE)).isEmpty();
  }

  @Test
  void forgetsASiteThatWasNotUsedForADay() {
    accept(10, QUICK);
    rates.throttled(SITE, ROUTE, SLOWER, QUICK);
    clock.forward(Duration.ofHours(23));
    rates.forgetOld();
    assertThat(rates.allowance(SITE, ROUTE).perSecond()).isPresent();
    clock.forward(Duration.ofHours(2));
    rates.forgetOld();
    assertThat(rates.allowance(SITE, ROUTE)).isEqualTo(SiteAllowance.FREE);
    assertThat(rates.learned()).isEmpty();
  }

  @Test
  void countsOnlySoManySitesButSlowsAnyThatThrottles() {
    for (int i = 0; i < 6000; i++) {
      rates.accepted("s" + i + ".example", ROUTE, QUICK);
    }
    assertThat(rates.timeline("s1.example", ROUTE)).hasSize(1);
    assertThat(rates.timeline("s5999.example", ROUTE)).isEmpty();
    rates.throttled("s5999.example", ROUTE, SLOWER, QUICK);
    assertThat(rates.take(TestAsks.to("s5999.example", ROUTE))).isPresent();
    clock.forward(Duration.ofMinutes(11));
    rates.forgetOld();
    rates.accepted("new.example", ROUTE, QUICK);
    assertThat(rates.timeline("new.example", ROUTE)).hasSize(1);
  }

  @Test
  void aRateThatNobodyUsesDoesNotGrow() {
    rates.recall(
        new LearnedRate(
            SITE,
            ROUTE,
            OptionalDouble.of(30),
            OptionalInt.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            START));
    clock.forward(Duration.ofMinutes(13));
    assertThat(rates.learned())
        .singleElement()
        .satisfies(rate -> assertThat(rate.perSecond().orElseThrow()).isLessThan(31));
    assertThat(permits(Duration.ofSeconds(10))).isLessThan(320);
  }
}
