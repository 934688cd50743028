package io.mailwright.routing.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GrowthCurveTest {
  private final GrowthCurve curve = new GrowthCurve(20, 0.85, true);

  @Test
  void returnsQuicklyStaysNearTheLimitAndThenGrowsFasterAndFaster() {
    assertThat(curve.at(0)).isCloseTo(17, within(0.001));
    assertThat(curve.at(4)).isGreaterThan(19.5);
    assertThat(curve.at(curve.returnSeconds())).isCloseTo(20, within(0.001));
    assertThat(curve.at(curve.returnSeconds() + 5)).isLessThan(20.5);
    assertThat(curve.at(curve.returnSeconds() + curve.probeSeconds())).isCloseTo(40, within(0.001));
  }

  @Test
  void findsTwoAndAHalfTimesAsMuchWithinAMinute() {
    assertThat(curve.at(45)).isGreaterThan(50);
  }

  @Test
  void probesLessOftenWhereMailsAreFew() {
    assertThat(new GrowthCurve(0.5, 0.85, true).probeSeconds()).isGreaterThanOrEqualTo(600);
    assertThat(new GrowthCurve(0.5, 0.85, false).probeSeconds())
        .as("what is not sure is tried sooner")
        .isCloseTo(120, within(0.001));
  }

  @Test
  void neverFalls() {
    double last = 0;
    for (double seconds = 0; seconds < 200; seconds += 0.5) {
      assertThat(curve.at(seconds)).isGreaterThanOrEqualTo(last);
      last = curve.at(seconds);
    }
  }
}
