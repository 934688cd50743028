package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteRefusalsTest {
  private static final long ROUTE = 3;

  private final SiteRefusals refusals = new SiteRefusals();

  @Test
  void theFirstRefusalIsTheRoutes() {
    refusals.accepted(ROUTE, "gmail");
    assertThat(refusals.refused(ROUTE, "outlook").isOfRoute()).isTrue();
    assertThat(refusals.refused(ROUTE, "outlook").isOfRoute())
        .as("nothing got through since")
        .isTrue();
  }

  @Test
  void whoRefusesWhileOthersTakeMailsSpeaksForItselfAndRestsLonger() {
    refusals.refused(ROUTE, "outlook");
    List<Duration> rests = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      refusals.accepted(ROUTE, "gmail");
      SiteRefusals.Refusal refusal = refusals.refused(ROUTE, "outlook");
      assertThat(refusal.isOfRoute()).isFalse();
      rests.add(refusal.rest());
    }
    assertThat(rests.get(0)).isEqualTo(Duration.ofSeconds(20));
    assertThat(rests.get(1)).isEqualTo(Duration.ofSeconds(40));
    assertThat(rests.get(11)).isEqualTo(Duration.ofMinutes(30));
    refusals.accepted(ROUTE, "outlook");
    assertThat(refusals.refused(ROUTE, "outlook").rest()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void severalSitesWithNothingAcceptedBetweenSpeakForTheRoute() {
    refusals.refused(ROUTE, "a");
    refusals.accepted(ROUTE, "gmail");
    assertThat(refusals.refused(ROUTE, "a").isOfRoute()).isFalse();
    assertThat(refusals.refused(ROUTE, "b").isOfRoute()).isFalse();
    assertThat(refusals.refused(ROUTE, "c").isOfRoute()).isFalse();
    assertThat(refusals.refused(ROUTE, "d").isOfRoute()).isTrue();
    assertThat(refusals.refused(ROUTE, "a").isOfRoute()).as("until a mail gets through").isTrue();
    refusals.accepted(ROUTE, "gmail");
    assertThat(refusals.refused(ROUTE, "d").isOfRoute()).isFalse();
  }

  @Test
  void routesAreApart() {
    refusals.refused(ROUTE, "outlook");
    refusals.accepted(ROUTE, "gmail");
    assertThat(refusals.refused(4, "outlook").isOfRoute()).isTrue();
    assertThat(refusals.refused(ROUTE, "outlook").isOfRoute()).isFalse();
  }
}
