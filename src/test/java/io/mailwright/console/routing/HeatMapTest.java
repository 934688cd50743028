package io.mailwright.console.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.routing.window.HourCount;
import io.mailwright.routing.window.SiteHours;
import io.mailwright.routing.window.SiteHoursOf;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeatMapTest {
  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

  /** Monday 00:00 UTC is bad, Sunday 23:00 UTC is slow. */
  private static final SiteHours HOURS =
      SiteHoursOf.site(
          "gmail",
          Map.of(
              0, new HourCount(300, 700, 0, 100_000, 12_000_000, 1000),
              1, new HourCount(1000, 0, 0, 100_000, 12_000_000, 1000),
              2, new HourCount(10, 0, 0, 1_000, 120_000, 10),
              167, new HourCount(1000, 0, 0, 900_000, 900_000_000, 1000)));

  private static HeatMap map(boolean isByLatency, String zone) {
    return HeatMap.of(HOURS, isByLatency, ZoneId.of(zone), NOW, Locale.ENGLISH);
  }

  private static int level(HeatMap map, int day, int hour) {
    return map.days().get(day).cells().get(hour).level();
  }

  @Test
  void tellsGoodHoursFromBadOnesAndFromThoseThatSayNothing() {
    HeatMap map = map(false, "UTC");
    assertThat(map.days()).hasSize(7).allMatch(day -> day.cells().size() == 24);
    assertThat(map.days().get(0).name()).isEqualTo("Mon");
    assertThat(level(map, 0, 0)).isEqualTo(5);
    assertThat(level(map, 0, 1)).isEqualTo(1);
    assertThat(level(map, 0, 2)).isZero();
    assertThat(level(map, 0, 3)).isZero();
    assertThat(map.told()).hasSize(4);
  }

  @Test
  void tellsSlowHoursByTheUsualLatency() {
    HeatMap map = map(true, "UTC");
    assertThat(level(map, 6, 23)).isEqualTo(5);
    assertThat(level(map, 0, 0)).isEqualTo(1);
  }

  @Test
  void showsTheHoursOfTheViewersZone() {
    assertThat(level(map(false, "Asia/Shanghai"), 0, 8)).isEqualTo(5);
    assertThat(level(map(false, "America/New_York"), 6, 19)).isEqualTo(5);
    assertThat(map(false, "Asia/Kolkata").zone()).isEqualTo(ZoneOffset.UTC);
  }
}
