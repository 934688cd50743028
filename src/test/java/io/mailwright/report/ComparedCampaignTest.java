package io.mailwright.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.report.projection.Counts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ComparedCampaignTest {
  private static ComparedCampaign campaign(long id, Tracked tracked, long opens) {
    return new ComparedCampaign(
        id,
        "n",
        "COMPLETED",
        new TemplateUse(1, "t", OptionalInt.of(1)),
        tracked,
        Optional.empty(),
        Optional.empty(),
        new DeliveryCounts(Map.of(DeliveryState.SENT, 1000L)),
        List.of(new CameBack(FeedbackKind.OPEN, opens, opens)),
        Counts.NONE);
  }

  @Test
  void whereNobodyCountsOpensNoneIsNotASmallShare() {
    ComparedCampaign counted = campaign(1, new Tracked(true, false), 300);
    ComparedCampaign not = campaign(2, new Tracked(false, false), 0);
    ComparedCampaign none = campaign(3, new Tracked(true, false), 0);
    ComparedCampaign told = campaign(4, new Tracked(false, false), 100);
    assertThat(not.share(ComparedCampaign.Metric.OPENS).base()).isZero();
    assertThat(none.share(ComparedCampaign.Metric.OPENS).base()).isEqualTo(1000);
    assertThat(told.share(ComparedCampaign.Metric.OPENS).base())
        .as("a provider told of them")
        .isEqualTo(1000);
    assertThat(counted.isBest(ComparedCampaign.Metric.OPENS, List.of(counted, not))).isFalse();
    assertThat(counted.isBest(ComparedCampaign.Metric.OPENS, List.of(counted, none))).isTrue();
  }
}
