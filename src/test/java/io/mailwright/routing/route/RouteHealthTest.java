package io.mailwright.routing.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.routing.route.RouteHealth.Pass;
import io.mailwright.testing.MemoryRouteStates;
import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteHealthTest {
  private static final long SERVER = 1;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));
  private final MemoryRouteStates states = new MemoryRouteStates();
  private final RouteHealth health = new RouteHealth(states, clock);

  private void trouble() {
    health.trouble(SERVER, TroubleKind.THROTTLED, LONGEST, "too much");
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
  void restsForAMissingSourceOnThisNodeAlone() {
    RouteHealth other = new RouteHealth(states, clock);
    health.trouble(SERVER, TroubleKind.NO_SOURCE, LONGEST, "no such address here");
    assertThat(health.enter(SERVER)).isEmpty();
    assertThat(health.restOf(SERVER).orElseThrow().why())
        .contains("no such address here; quarantined, next probe ");
    other.refresh();
    assertThat(other.enter(SERVER)).as("on a node that has it").isPresent();
    health.refresh();
    assertThat(health.enter(SERVER)).as("well for all others").isEmpty();
    assertThat(states.ailing()).isEmpty();
  }

  @Test
  void comesBackWithItsSource() {
    health.trouble(SERVER, TroubleKind.NO_SOURCE, LONGEST, "no such address here");
    assertThat(health.due()).isEmpty();
    afterTheRest();
    assertThat(health.due()).singleElement().matches(c -> c.routeId() == SERVER);
    health.trouble(SERVER, TroubleKind.NO_SOURCE, LONGEST, "no such address here");
    assertThat(health.restOf(SERVER).orElseThrow().troubles()).isEqualTo(2);
    afterTheRest();
    assertThat(health.enter(SERVER)).isPresent();
    health.connected(SERVER);
    assertThat(health.due()).isEmpty();
    assertThat(health.missingHere(SERVER)).isEmpty();
  }

  @Test
  void keepsATrialForNodesThatHaveItsSource() {
    RouteHealth other = new RouteHealth(states, clock);
    trouble();
    afterTheRest();
    Pass trial = health.enter(SERVER).orElseThrow();
    health.trouble(SERVER, TroubleKind.NO_SOURCE, LONGEST, "no such address here");
    health.leave(trial);
    assertThat(health.due()).isEmpty();
    other.refresh();
    assertThat(other.isTrial(other.enter(SERVER).orElseThrow())).isTrue();
  }

  @Test
  void isTriedOutByOneAtATimeAfterTheRest() {
    trouble();
    afterTheRest();
    Pass trial = health.enter(SERVER).orElseThrow();
    assertThat(health.isTrial(trial)).isTrue();
    assertThat(health.enter(SERVER)).isEmpty();
    assertThat(health.restOf(SERVER).orElseThrow().why()).contains("tried out after", "too much");
    health.leave(trial);
    assertThat(health.isOpen(trial)).isFalse();
    Pass next = health.enter(SERVER).orElseThrow();
    health.good(next);
    assertThat(health.restOf(SERVER)).isEmpty();
    assertThat(health.isOpen(next) && !health.isTrial(next)).isTrue();
    assertThat(health.enter(SERVER)).isPresent();
  }

  private void refusedAndTakenBack(Duration rest) {
    Instant before = clock.instant();
    health.trouble(SERVER, TroubleKind.REFUSED, LONGEST, "554 5.7.1 listed");
    assertThat(health.restOf(SERVER).orElseThrow().until()).isEqualTo(before.plus(rest));
    afterTheRest();
    health.good(health.enter(SERVER).orElseThrow());
    assertThat(health.restOf(SERVER)).isEmpty();
  }

  @Test
  void restsLongerEachTimeThatOneSiteRefusesItAndAnotherTakesItsMail() {
    refusedAndTakenBack(Duration.ofSeconds(5));
    refusedAndTakenBack(Duration.ofSeconds(10));
    clock.forward(Duration.ofMinutes(59));
    refusedAndTakenBack(Duration.ofSeconds(20));
    clock.forward(Duration.ofMinutes(61));
    refusedAndTakenBack(Duration.ofSeconds(5));
  }

  @Test
  void forgetsRefusalsWhenAPersonPutsItBack() {
    refusedAndTakenBack(Duration.ofSeconds(5));
    health.putBack(SERVER);
    refusedAndTakenBack(Duration.ofSeconds(5));
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

  @Test
  void aBlockedRouteIsQuarantinedWhateverElseComesWhileItRests() {
    trouble();
    assertThat(health.stateOf(SERVER)).isEqualTo(HealthState.THROTTLED);
    health.trouble(SERVER, TroubleKind.REFUSED, LONGEST, "listed");
    assertThat(health.stateOf(SERVER)).isEqualTo(HealthState.QUARANTINED);
    trouble();
    assertThat(health.stateOf(SERVER)).isEqualTo(HealthState.QUARANTINED);
    assertThat(health.restOf(SERVER).orElseThrow().why())
        .isEqualTo("listed; quarantined, next probe 2026-03-01T08:00:05Z");
    assertThat(health.restOf(SERVER).orElseThrow().troubles()).isEqualTo(1);
  }

  @Test
  void restsLongerWithEveryTroubleUpToTheLongest() {
    Duration last = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      health.trouble(SERVER, TroubleKind.REFUSED, Duration.ofMinutes(30), "listed");
      assertThat(rest()).isGreaterThanOrEqualTo(last);
      last = rest();
      afterTheRest();
    }
    assertThat(last).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void aPersonTakesItOutAndPutsItBack() {
    Pass before = health.enter(SERVER).orElseThrow();
    health.takeOut(SERVER, "Relay: taken out by ann");
    assertThat(health.isOpen(before)).isFalse();
    assertThat(health.enter(SERVER)).isEmpty();
    trouble();
    clock.forward(Duration.ofDays(1));
    assertThat(health.due()).isEmpty();
    assertThat(health.restOf(SERVER).orElseThrow().why()).isEqualTo("Relay: taken out by ann");
    health.putBack(SERVER);
    assertThat(health.restOf(SERVER)).isEmpty();
    assertThat(health.isTrial(health.enter(SERVER).orElseThrow())).isFalse();
  }

  @Test
  void putsBackAlsoWhatTookItselfOut() {
    trouble();
    health.putBack(SERVER);
    assertThat(health.stateOf(SERVER)).isEqualTo(HealthState.HEALTHY);
    trouble();
    assertThat(health.restOf(SERVER).orElseThrow().troubles()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "HEALTHY, THROTTLED QUARANTINED OUT",
    "THROTTLED, HEALTHY QUARANTINED PROBING OUT",
    "QUARANTINED, HEALTHY PROBING OUT",
    "PROBING, HEALTHY THROTTLED QUARANTINED PROBING OUT",
    "OUT, HEALTHY"
  })
  void statesFollowEachOtherAsTheirPictureSays(HealthState state, String next) {
    assertThat(Arrays.stream(HealthState.values()).filter(state::mayBecome).map(Enum::name))
        .containsExactlyInAnyOrder(next.split(" "));
  }

  @Test
  void goesOnWithWhatItKnowsWhileTheDatabaseIsAwayAndStoresItAfterwards() {
    states.isAway = true;
    trouble();
    assertThat(health.enter(SERVER)).isEmpty();
    assertThatThrownBy(health::refresh).isInstanceOf(DatabaseException.class);
    states.isAway = false;
    health.refresh();
    assertThat(health.enter(SERVER)).isEmpty();
    assertThat(states.find(SERVER).orElseThrow().state()).isEqualTo(HealthState.THROTTLED);
    assertThat(new RouteHealth(states, clock).restOf(SERVER)).isPresent();
  }
}
