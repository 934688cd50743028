package io.mailwright.routing.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OpeningPatienceTest {
  private static final long ROUTE = 1;
  private static final Duration FIRST = OpeningPatience.FIRST;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));
  private final OpeningPatience openings = new OpeningPatience(clock, FIRST);

  @Test
  void growsWhileAServerIsSilentAndNotByThoseWhoWaitedTogether() {
    assertThat(openings.with(ROUTE)).isEqualTo(FIRST);
    assertThat(openings.isStrained(ROUTE)).isFalse();
    for (int worker = 0; worker < 8; worker++) {
      openings.silent(ROUTE, FIRST);
    }
    assertThat(openings.with(ROUTE)).isEqualTo(FIRST.multipliedBy(2));
    assertThat(openings.isStrained(ROUTE)).isTrue();
    assertThat(openings.with(2)).as("another's").isEqualTo(FIRST);
    for (int probe = 0; probe < 8; probe++) {
      openings.silent(ROUTE, openings.with(ROUTE));
    }
    assertThat(openings.with(ROUTE)).as("RFC 5321").isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void staysForAServerThatIsSlowAndEndsWithOneThatIsNot() {
    openings.silent(ROUTE, FIRST);
    openings.silent(ROUTE, FIRST.multipliedBy(2));
    openings.opened(ROUTE, FIRST.plusSeconds(5));
    assertThat(openings.with(ROUTE)).as("twice what it took").isEqualTo(FIRST.multipliedBy(3));
    openings.opened(ROUTE, Duration.ofSeconds(1));
    assertThat(openings.with(ROUTE)).isEqualTo(FIRST);
  }

  @Test
  void isForgottenByAPersonsWord() {
    openings.silent(ROUTE, FIRST);
    openings.forget(ROUTE);
    assertThat(openings.isStrained(ROUTE)).isFalse();
  }

  @Test
  void isForgottenAnHourAfterTheLastConnection() {
    openings.silent(ROUTE, FIRST);
    clock.forward(Duration.ofMinutes(50));
    assertThat(openings.with(ROUTE)).isEqualTo(FIRST.multipliedBy(2));
    clock.forward(Duration.ofMinutes(59));
    openings.forgetOld();
    assertThat(openings.isStrained(ROUTE)).isTrue();
    clock.forward(Duration.ofMinutes(2));
    openings.forgetOld();
    assertThat(openings.isStrained(ROUTE)).isFalse();
  }
}
