package io.mailwright.console.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mailwright.campaign.policy.OutcomeTally;
import io.mailwright.routing.warmup.CurveDay;
import io.mailwright.routing.warmup.WarmUpDay;
import io.mailwright.routing.warmup.WarmUpSteps;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WarmUpChartTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 12, 1);

  private static CurveDay day(int n, long planned, long allowed, long used) {
    LocalDate date = FIRST.plusDays(n);
    return new CurveDay(
        date,
        planned == WarmUpSteps.UNLIMITED ? OptionalLong.empty() : OptionalLong.of(planned),
        used < 0
            ? Optional.empty()
            : Optional.of(
                new WarmUpDay(date, n + 1, allowed, used, OutcomeTally.NONE, "the first day")));
  }

  @Test
  void showsTensOfTheFirstDaysBesideThousandsOfTheLast() {
    WarmUpChart chart =
        WarmUpChart.of(List.of(day(0, 100, 100, 10), day(1, 10_000, 100, -1)), FIRST.plusDays(1));
    assertThat(chart.ticks()).containsExactly(10_000L, 1000L, 100L, 10L, 1L);
    WarmUpChart.Day first = chart.days().get(0);
    assertThat(first.plannedHeight()).isCloseTo(50, within(0.01));
    assertThat(first.usedHeight()).isCloseTo(25, within(0.01));
    assertThat(first.why()).contains("the first day");
    WarmUpChart.Day second = chart.days().get(1);
    assertThat(second.isToday()).isTrue();
    assertThat(second.used()).isEmpty();
    assertThat(second.usedHeight()).isZero();
  }

  @Test
  void aDayWithoutALimitFillsTheAxis() {
    WarmUpChart chart =
        WarmUpChart.of(
            List.of(day(0, 50, 50, 50), day(1, WarmUpSteps.UNLIMITED, WarmUpSteps.UNLIMITED, 7000)),
            FIRST);
    assertThat(chart.days().get(1).plannedHeight()).isEqualTo(100);
    assertThat(chart.days().get(1).allowed()).isEmpty();
    assertThat(chart.ticks()).startsWith(10_000L);
  }
}
