package io.mailwright.routing.quota;

import static io.mailwright.routing.quota.QuotaRig.rolling;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuotaGaugesTest {
  private static final String BEGIN = "2026-12-01T12:00:00Z";

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void tellsHowFullAQuotaIsAndTakesNothing(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      Quota quota = rig.site(rolling(40, RateUnit.MINUTE));
      Quotas node = rig.node();
      assertThat(rig.send(node, 15)).isEqualTo(15);
      for (int i = 0; i < 3; i++) {
        QuotaGauge gauge = rig.gauges().of(List.of(quota)).get(quota.id());
        assertThat(gauge.used()).isEqualTo(15);
        assertThat(gauge.left()).isEqualTo(25);
        assertThat(gauge.freeAt()).isEmpty();
      }
      assertThat(rig.send(node, 100)).as("nothing was taken by asking").isEqualTo(25);
      QuotaGauge full = rig.gauges().ofSite("gmail").get(0);
      assertThat(full.left()).isZero();
      Instant minute = rig.clock.instant().plusSeconds(60);
      assertThat(full.freeAt().orElseThrow()).isBetween(minute, minute.plusSeconds(1));
      rig.clock.forward(Duration.ofSeconds(62));
      assertThat(rig.gauges().ofSite("gmail").get(0).used()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void tellsMoreThanTheLimitWhereThatWasLowered(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      Quota quota = rig.site(rolling(40, RateUnit.HOUR));
      rig.send(rig.node(), 30);
      rig.change(quota, rolling(10, RateUnit.HOUR));
      QuotaGauge gauge = rig.gauges().ofSite("gmail").get(0);
      assertThat(gauge.used()).isEqualTo(30);
      assertThat(gauge.left()).isZero();
      assertThat(gauge.freeAt()).isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("io.mailwright.testing.TestDatabases#both")
  void findsTheQuotasOfARoute(Database database) throws Exception {
    try (QuotaRig rig = new QuotaRig(database, BEGIN)) {
      rig.quota(QuotaScope.SOURCE, "4", rolling(7, RateUnit.DAY));
      rig.quota(QuotaScope.SENDER, "example.com", rolling(8, RateUnit.DAY));
      rig.send(rig.node(), 2);
      Map<Long, List<QuotaGauge>> gauges = rig.gauges().ofRoutes(Map.of(4L, 3L, 5L, 3L));
      assertThat(gauges.get(4L)).extracting(QuotaGauge::used).containsExactly(2L);
      assertThat(gauges.get(5L)).isEmpty();
    }
  }
}
