package io.mailwright.console.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.console.campaign.HourChart.Hour;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HourChartTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final Instant NINE = Instant.parse("2026-10-24T09:00:00Z");

  @Test
  void showsHoursWithoutMailsSoThatDistanceIsTime() {
    HourChart chart =
        HourChart.of(
            List.of(new Hour(NINE, 730), new Hour(NINE.plus(3, ChronoUnit.HOURS), 40)), ZONE);
    assertThat(chart.isDaily()).isFalse();
    assertThat(chart.bars()).extracting(HourChart.Bar::sent).containsExactly(730L, 0L, 0L, 40L);
    assertThat(chart.ticks()).containsExactly(800L, 400L, 0L);
    assertThat(chart.bars().get(0).height()).isEqualTo(91.25);
    assertThat(chart.bars()).allMatch(HourChart.Bar::isLabelled);
  }

  @Test
  void addsLongCampaignsUpByDayOfTheVisitorsZone() {
    // Summer time ends on 25 October: that day has 25 hours.
    List<Hour> hours =
        IntStream.range(0, 100)
            .mapToObj(n -> new Hour(NINE.plus(n, ChronoUnit.HOURS), 10))
            .toList();
    HourChart chart = HourChart.of(hours, ZONE);
    assertThat(chart.isDaily()).isTrue();
    assertThat(chart.bars())
        .extracting(HourChart.Bar::sent)
        .containsExactly(130L, 250L, 240L, 240L, 140L);
    assertThat(chart.ticks()).containsExactly(400L, 200L, 0L);
  }

  @Test
  void partsBesideOneAnotherReachToTheTopByThemselves() {
    HourChart chart = HourChart.beside(List.of(new Hour(NINE, 100, 50, 20)), ZONE);
    assertThat(chart.ticks().get(0)).isEqualTo(100);
    HourChart.Bar bar = chart.bars().get(0);
    assertThat(bar.height()).isEqualTo(100);
    assertThat(bar.deferredHeight()).isEqualTo(50);
    assertThat(bar.failedHeight()).isEqualTo(20);
  }

  @Test
  void keepsASingleMailReadable() {
    HourChart chart = HourChart.of(List.of(new Hour(NINE, 1)), ZONE);
    assertThat(chart.ticks()).containsExactly(1L, 0L);
    assertThat(HourChart.of(List.of(), ZONE).bars()).isEmpty();
  }

  @Test
  void losesNoHourThatBeginsAtAnotherMinute() {
    // Of a campaign of Kolkata, whose hours begin at half past, beside one of UTC.
    HourChart chart =
        HourChart.of(
            List.of(
                new Hour(NINE, 5),
                new Hour(NINE.plus(30, ChronoUnit.MINUTES), 7),
                new Hour(NINE.plus(90, ChronoUnit.MINUTES), 11)),
            ZONE);
    assertThat(chart.bars()).extracting(HourChart.Bar::sent).containsExactly(12L, 11L);
  }

  @Test
  void showsDaysAsDaysAlsoWhereTheClockWasPutForward() {
    // From 27 to 30 March there are 71 hours, one less than of four other days.
    List<Hour> days =
        IntStream.rangeClosed(27, 30)
            .mapToObj(
                day -> new Hour(LocalDate.of(2026, 3, day).atStartOfDay(ZONE).toInstant(), day))
            .toList();
    HourChart chart = HourChart.ofDays(days, ZONE);
    assertThat(chart.isDaily()).isTrue();
    assertThat(chart.bars()).extracting(HourChart.Bar::sent).containsExactly(27L, 28L, 29L, 30L);
  }
}
