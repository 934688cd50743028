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
    assertThat(refusals.refused(ROUTE, "outlook", false).isOfRoute()).isTrue();
    assertThat(refusals.refused(ROUTE, "outlook", false).isOfRoute())
        .as("nothing got through since")
        .isTrue();
  }

  @Test
  void whoRefusesWhileOthersTakeMailsSpeaksForItselfAndRestsLonger() {
    refusals.refused(ROUTE, "outlook", false);
    List<Duration> rests = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      refusals.accepted(ROUTE, "gmail");
      SiteRefusals.Refusal refusal = refusals.refused(ROUTE, "outlook", false);
      assertThat(refusal.isOfRoute()).isFalse();
      rests.add(refusal.rest());
    }
    assertThat(rests.get(0)).isEqualTo(Duration.ofSeconds(20));
    assertThat(rests.get(1)).isEqualTo(Duration.ofSeconds(40));
    assertThat(rests.get(11)).isEqualTo(Duration.ofMinutes(30));
    refusals.accepted(ROUTE, "outlook");
    assertThat(refusals.refused(ROUTE, "outlook", false).rest()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void severalSitesWithNothingAcceptedBetweenSpeakForTheRoute() {
    refusals.refused(ROUTE, "a", false);
    refusals.accepted(ROUTE, "gmail");
    assertThat(refusals.refused(ROUTE, "a", false).isOfRoute()).isFalse();
    assertThat(refusals.refused(ROUTE, "b", false).isOfRoute()).isFalse();
    assertThat(refusals.refused(ROUTE, "c", false).isOfRoute()).isFalse();
    assertThat(refusals.refused(ROUTE, "d", false).isOfRoute()).isTrue();
    assertThat(refusals.refused(ROUTE, "a", false).isOfRoute())
        .as("until a mail gets through")
        .isTrue();
    refusals.accepted(ROUTE, "gmail");
    assertThat(refusals.refused(ROUTE, "d", false).isOfRoute()).isFalse();
  }

  @Test
  void routesAreApart() {
    refusals.refused(ROUTE, "outlook", false);
    refusals.accepted(ROUTE, "gmail");
    assertThat(refusals.refused(4, "outlook", false).isOfRoute()).isTrue();
    assertThat(refusals.refused(ROUTE, "outlook", false).isOfRoute()).isFalse();
  }

  @Test
  void aSiteThatTakesOtherMailsMayMeanTheMail() {
    for (int i = 0; i < 100; i++) {
      assertThat(refusals.refused(ROUTE, "outlook", true).isOfMail()).isTrue();
      assertThat(refusals.refused(ROUTE, "outlook", true).isOfMail()).isTrue();
      refusals.accepted(ROUTE, "outlook");
    }
    refusals.refused(ROUTE, "outlook", true);
    refusals.refused(ROUTE, "outlook", true);
    assertThat(refusals.refused(ROUTE, "outlook", true))
        .as("the third in a row, and the first that is held against the route")
        .isEqualTo(new SiteRefusals.Refusal(true, Duration.ofSeconds(10)));
    assertThat(refusals.refused(ROUTE, "outlook", false).isOfMail()).isFalse();
  }

  @Test
  void severalSitesThatTookOthersSpeakForTheRouteWithOneMailEach() {
    assertThat(refusals.refused(ROUTE, "a", true).isOfMail()).isTrue();
    assertThat(refusals.refused(ROUTE, "b", true).isOfMail()).isTrue();
    assertThat(refusals.refused(ROUTE, "c", true).isOfMail()).isTrue();
    assertThat(refusals.refused(ROUTE, "d", true).isOfRoute()).isTrue();
  }
}
