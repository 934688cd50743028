package io.mailwright.routing.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.TestAsks;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ConnectionAdaptingTest {
  private static final String SITE = "qq";
  private static final long ROUTE = 2;
  private static final String WORDS = "421 4.7.0 too many connections";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));
  private final SiteRates rates = new SiteRates(clock);

  private int most = 4;
  private int open;
  private int refused;

  /** Eight workers that each want a connection, against a site that takes so many at a time. */
  private void everybodyConnects(int workers) {
    while (open < workers && rates.mayConnect(TestAsks.to(SITE, ROUTE)).isEmpty()) {
      if (open < most) {
        open++;
        rates.connected(SITE, ROUTE);
      } else {
        refused++;
        refuse(Optional.empty());
      }
    }
  }

  private void refuse(Optional<Duration> retryAfter) {
    rates.throttled(
        SITE, ROUTE, new Throttle(ThrottleKind.CONNECTIONS, retryAfter, WORDS), Duration.ZERO);
  }

  private void pass(Duration time) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      everybodyConnects(8);
      clock.forward(Duration.ofSeconds(1));
    }
  }

  @Test
  void keepsTheConnectionsThatStandAndRarelyTriesOneMore() {
    pass(Duration.ofSeconds(5));
    assertThat(open).isEqualTo(4);
    assertThat(rates.allowance(SITE, ROUTE).connections()).isEqualTo(OptionalInt.of(4));
    assertThat(refused).isEqualTo(1);
    pass(Duration.ofHours(1));
    assertThat(open).isEqualTo(4);
    assertThat(refused).as("after 30 s, 1 min, 2 min … up to 30 min").isLessThan(10);
  }

  @Test
  void growsWhenTheSiteTakesMore() {
    pass(Duration.ofSeconds(5));
    most = 8;
    pass(Duration.ofMinutes(3));
    assertThat(open).isEqualTo(8);
  }

  @Test
  void learnsFromManyThatAreRefusedAtTheSameTime() {
    for (int i = 0; i < 8; i++) {
      assertThat(rates.mayConnect(TestAsks.to(SITE, ROUTE))).isEmpty();
    }
    for (int i = 0; i < 4; i++) {
      rates.connected(SITE, ROUTE);
      refuse(Optional.empty());
    }
    assertThat(rates.allowance(SITE, ROUTE).connections()).isEqualTo(OptionalInt.of(4));
    Hold hold = rates.mayConnect(TestAsks.to(SITE, ROUTE)).orElseThrow();
    assertThat(hold.why()).contains("qq takes 4 connections at a time from route r2");
    rates.closed(SITE, ROUTE);
    assertThat(rates.mayConnect(TestAsks.to(SITE, ROUTE))).isEmpty();
  }

  @Test
  void takesFewerWhereOneThatStoodIsCalledOneTooMany() {
    everybodyConnects(3);
    refuse(Optional.empty());
    assertThat(rates.allowance(SITE, ROUTE).connections()).isEqualTo(OptionalInt.of(2));
    assertThat(rates.allowance(SITE, ROUTE).perSecond()).as("rates stay").isEmpty();
  }

  @Test
  void doesNotTakeASiteThatGoesDownForOneThatTakesFew() {
    everybodyConnects(4);
    most = 0;
    for (int i = 0; i < 4; i++) {
      refuse(Optional.empty());
    }
    assertThat(rates.takesFewConnections(SITE, ROUTE)).isFalse();
    most = 8;
    open = 0;
    pass(Duration.ofSeconds(3));
    assertThat(open).isEqualTo(8);
  }

  @Test
  void whatIsOpenGoesOnWhileNothingNewIsOpened() {
    everybodyConnects(3);
    refuse(Optional.of(Duration.ofMinutes(10)));
    Hold hold = rates.mayConnect(TestAsks.to(SITE, ROUTE)).orElseThrow();
    assertThat(hold.until()).isEqualTo(clock.instant().plusMillis(200));
    assertThat(hold.why())
        .contains("opens none until " + clock.instant().plus(Duration.ofMinutes(10)));
  }

  @Test
  void leavesASiteAloneThatRefusesEveryConnection() {
    most = 0;
    everybodyConnects(1);
    Instant first = rates.mayConnect(TestAsks.to(SITE, ROUTE)).orElseThrow().until();
    assertThat(first).isEqualTo(clock.instant().plusSeconds(1));
    pass(Duration.ofMinutes(30));
    assertThat(refused).isLessThan(20);
    most = 8;
    pass(Duration.ofMinutes(6));
    assertThat(open).as("a site that was away is no site that takes few").isEqualTo(8);
  }

  @Test
  void obeysTheTimeThatTheSiteAsksFor() {
    assertThat(rates.mayConnect(TestAsks.to(SITE, ROUTE))).isEmpty();
    refuse(Optional.of(Duration.ofMinutes(10)));
    assertThat(rates.mayConnect(TestAsks.to(SITE, ROUTE)).orElseThrow().until())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(10)));
  }
}
