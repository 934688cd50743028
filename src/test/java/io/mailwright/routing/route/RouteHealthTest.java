package io.mailwright.routing.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.routing.route.RouteHealth.Pass;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RouteHealthTest {
  private static final long SERVER = 1;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));
  private final RouteHealth health = new RouteHealth(clock);

  private void trouble() {
    health.trouble(SERVER, LONGEST, "too much");
  }

  private void afterTheRest() {
    clock.forward(Duration.between(clock.instant(), health.restOf(SERVER).orElseThrow().until()));
  }

  @Test
  void closesEveryPassAtTheFirstTrouble() {
    Pass one = health.enter(SERVER).orElseThrow();
    Pass other = health.enter(SERVER).orElseThrow();
    assertThat(health.isOpen(one) && health.isOpen(other)).isTrue();
    trouble();
    assertThat(health.isOpen(one) || health.isOpen(other)).isFalse();
    assertThat(health.enter(SERVER)).isEmpty();
    afterTheRest();
    assertThat(health.isOpen(one)).as("a pass from before the trouble").isFalse();
  }

  @Test
  void isNotHealthyByAMailThatWasBegunBeforeTheTrouble() {
    Pass before = health.enter(SERVER).orElseThrow();
    trouble();
    health.good(before);
    assertThat(health.restOf(SERVER)).isPresent();
    afterTheRest();
    health.good(before);
    assertThat(health.isTrial(health.enter(SERVER).orElseThrow())).isTrue();
  }

  @Test
  void isTriedOutByOneAtATimeAfterTheRest() {
    trouble();
    afterTheRest();
    Pass trial = health.enter(SERVER).orElseThrow();
    assertThat(health.isTrial(trial)).isTrue();
    assertThat(health.enter(SERVER)).isEmpty();
    assertThat(health.restOf(SERVER).orElseThrow().why()).contains("tries it out", "too much");
    health.leave(trial);
    assertThat(health.isOpen(trial)).isFalse();
    Pass next = health.enter(SERVER).orElseThrow();
    health.good(next);
    assertThat(health.restOf(SERVER)).isEmpty();
    assertThat(health.isOpen(next) && !health.isTrial(next)).isTrue();
    assertThat(health.enter(SERVER)).isPresent();
  }

  @Test
  void restsTwiceAsLongAfterATrialThatFails() {
    trouble();
    trouble();
    Duration first = rest();
    afterTheRest();
    Pass trial = health.enter(SERVER).orElseThrow();
    trouble();
    assertThat(health.isOpen(trial)).isFalse();
    assertThat(rest()).isEqualTo(first.multipliedBy(2));
  }

  private Duration rest() {
    return Duration.between(clock.instant(), health.restOf(SERVER).orElseThrow().until());
  }
}
