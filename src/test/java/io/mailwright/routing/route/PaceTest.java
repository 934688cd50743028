package io.mailwright.routing.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration NONE = Duration.ZERO;

  private final Pace pace = new Pace(Clock.fixed(NOW, ZoneOffset.UTC));

  private Instant next(Duration server, Duration campaign) {
    return pace.next(1, 7, new Pace.Intervals(server, campaign), PATIENCE).at();
  }

  @Test
  void theLongerIntervalOfServerAndCampaignRules() {
    assertThat(next(Duration.ofMillis(400), Duration.ofMillis(200))).isEqualTo(NOW);
    assertThat(next(Duration.ofMillis(400), Duration.ofMillis(200))).isEqualTo(NOW.plusMillis(400));
    assertThat(pace.next(2, 7, new Pace.Intervals(NONE, Duration.ofMillis(200)), PATIENCE).at())
        .as("another server, the same campaign")
        .isEqualTo(NOW.plusMillis(600));
  }

  @Test
  void aShorterIntervalCountsFromTheLastMail() {
    assertThat(next(NONE, Duration.ofHours(1))).isEqualTo(NOW);
    assertThat(next(NONE, Duration.ofHours(1))).isEqualTo(NOW.plusSeconds(3600));
    assertThat(next(NONE, Duration.ofMillis(50))).isEqualTo(NOW.plusMillis(50));
  }

  @Test
  void anIntervalThatIsSetOnTheWayCountsFromTheLastMail() {
    assertThat(next(NONE, NONE)).isEqualTo(NOW);
    assertThat(next(Duration.ofSeconds(1), NONE)).isEqualTo(NOW.plusSeconds(1));
  }

  @Test
  void aMomentBeyondThePatienceIsNotTaken() {
    next(NONE, Duration.ofSeconds(5));
    assertThat(next(NONE, Duration.ofSeconds(5))).isEqualTo(NOW.plusSeconds(5));
    assertThat(next(NONE, Duration.ofSeconds(5))).isEqualTo(NOW.plusSeconds(5));
  }
}
