package io.mailwright.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.console.campaign.HourChart;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.projection.Measure;
import io.mailwright.report.projection.SomeCounts;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportChartsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

  private static CampaignReport.Hour hour(int after, Measure... measures) {
    return new CampaignReport.Hour(START.plusSeconds(3600L * after), SomeCounts.of(measures));
  }

  @Test
  void readersAreShownForTheFirstWeeksAndMachinesApart() {
    List<CampaignReport.Hour> hours =
        List.of(
            hour(0, Measure.ACCEPTED),
            hour(1, Measure.OPENS, Measure.MACHINE_OPENS, Measure.MACHINE_CLICKS),
            hour(3, Measure.CLICKS),
            hour(24 * 40, Measure.OPENS));
    HourChart chart = ReportCharts.readers(ReportCharts.firstWeeks(hours), BERLIN);
    assertThat(chart.isDaily()).isFalse();
    assertThat(chart.bars())
        .extracting(bar -> bar.start() + " " + bar.sent() + bar.deferred() + bar.failed())
        .containsExactly(
            "2026-11-24T09:00:00Z 102", "2026-11-24T10:00:00Z 000", "2026-11-24T11:00:00Z 010");
  }

  @Test
  void whatCameBackIsToldByHourAndByDayWhereItIsLong() {
    List<CampaignReport.Hour> few =
        List.of(hour(0, Measure.ACCEPTED), hour(1, Measure.HARD_BOUNCES), hour(2, Measure.OPENS));
    assertThat(ReportCharts.cameBack(few, BERLIN).rows()).hasSize(1);
    List<CampaignReport.Hour> many =
        List.of(
            hour(1, Measure.HARD_BOUNCES),
            hour(2, Measure.COMPLAINTS),
            hour(100, Measure.UNSUBSCRIBES));
    ReportCharts.TimeLine line = ReportCharts.cameBack(many, BERLIN);
    assertThat(line.isDaily()).isTrue();
    assertThat(line.rows())
        .extracting(row -> row.start() + " " + row.counts())
        .containsExactly(
            "2026-11-23T23:00:00Z hard_bounces 1, complaints 1",
            "2026-11-27T23:00:00Z unsubscribes 1");
    assertThat(ReportCharts.cameBack(List.of(), BERLIN).rows()).isEmpty();
  }
}
