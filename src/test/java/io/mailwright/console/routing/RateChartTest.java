package io.mailwright.console.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.routing.rate.RateMinute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RateChartTest {
  private static final Instant NOW = Instant.parse("2026-12-01T12:03:20Z");

  private static RateMinute minute(int ago, long accepted, long deferred, long millis) {
    Instant at = NOW.minusSeconds(ago * 60L);
    return new RateMinute(
        at.minusSeconds(at.getEpochSecond() % 60),
        accepted,
        deferred,
        0,
        Duration.ofMillis(millis));
  }

  @Test
  void showsTheLastHourByTheMinute() {
    RateChart chart =
        RateChart.of(
            List.of(minute(59, 40, 0, 10), minute(0, 60, 20, 30)), NOW, OptionalDouble.of(1));
    assertThat(chart.step()).isEqualTo(Duration.ofMinutes(1));
    assertThat(chart.bars()).hasSize(60);
    assertThat(chart.ticks()).containsExactly(80L, 40L, 0L);
    assertThat(chart.bars().get(0).acceptedHeight()).isEqualTo(50);
    assertThat(chart.bars().get(59).acceptedHeight()).isEqualTo(75);
    assertThat(chart.bars().get(59).deferredHeight()).isEqualTo(25);
    assertThat(chart.limitHeight()).hasValue(75);
    assertThat(chart.told()).hasSize(2);
  }

  @Test
  void addsOlderMailsUpByFiveMinutes() {
    RateChart chart =
        RateChart.of(
            List.of(minute(200, 10, 0, 100), minute(2, 30, 0, 100), minute(1, 10, 0, 300)),
            NOW,
            OptionalDouble.of(50));
    assertThat(chart.step()).isEqualTo(Duration.ofMinutes(5));
    assertThat(chart.bars()).hasSize(48);
    RateChart.Bar last = chart.bars().get(47);
    assertThat(last.from()).isEqualTo("2026-12-01T12:00:00Z");
    assertThat(last.accepted()).isEqualTo(40);
    assertThat(last.latency()).isEqualTo(150);
    assertThat(chart.limitHeight()).as("far above what is shown").isEmpty();
  }

  @Test
  void saysWhereThereIsNothing() {
    RateChart chart = RateChart.of(List.of(), NOW, OptionalDouble.empty());
    assertThat(chart.isEmpty()).isTrue();
    assertThat(chart.told()).isEmpty();
  }
}
