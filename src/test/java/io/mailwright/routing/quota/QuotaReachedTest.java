package io.mailwright.routing.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.RateUnit;
import io.mailwright.testing.TestDatabases;
import org.junit.jupiter.api.Test;

class QuotaReachedTest {
  @Test
  void tellsOfAQuotaThatWasUsedUpUntilItIsAskedFor() throws Exception {
    try (QuotaRig rig = new QuotaRig(TestDatabases.h2(), "2026-12-01T14:20:00Z")) {
      rig.site(QuotaRig.rolling(3, RateUnit.HOUR));
      Quotas node = rig.node();
      assertThat(rig.send(node, 3)).isEqualTo(3);
      assertThat(node.reached()).as("all used, and nobody came for more").isEmpty();
      rig.send(node, 5);
      rig.send(node, 5);
      assertThat(node.reached())
          .singleElement()
          .satisfies(
              reached -> {
                assertThat(reached.per()).isEqualTo(RateUnit.HOUR);
                assertThat(reached.subject()).isEqualTo("gmail");
                assertThat(reached.why(QuotaRig.LABELS))
                    .startsWith("Gmail budget of 3 an hour used until 2026-12-01T15:20:0");
              });
      assertThat(node.reached()).isEmpty();
    }
  }
}
