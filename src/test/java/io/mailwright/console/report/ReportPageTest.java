package io.mailwright.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.report.CampaignReport;
import io.mailwright.report.TemplateUse;
import io.mailwright.report.Tracked;
import io.mailwright.report.projection.Counts;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static CampaignReport report(Map<DeliveryState, Long> counts) {
    return new CampaignReport(
        1,
        "n",
        Optional.empty(),
        ZoneOffset.UTC,
        new TemplateUse(1, "t", OptionalInt.of(1)),
        new Tracked(false, false),
        new DeliveryCounts(counts),
        List.of(),
        Counts.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void warnsAlsoWhereNothingWasAccepted() {
    ReportPage page = new ReportPage();
    assertThat(page.tone(report(Map.of(DeliveryState.FAILED, 3L)))).isEqualTo("warn");
    assertThat(page.tone(report(Map.of(DeliveryState.IN_DOUBT, 1L)))).isEqualTo("warn");
    assertThat(page.tone(report(Map.of(DeliveryState.PENDING, 3L)))).isEmpty();
    assertThat(page.tone(report(Map.of(DeliveryState.SENT, 20L, DeliveryState.FAILED, 1L))))
        .isEqualTo("good");
  }
}
