package io.mailwright.routing.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.window.DayHours;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendWindowTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final DayHours NIGHT = DayHours.of("x", List.of(), "22:00", "08:00");

  /** A Monday. */
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private final Map<String, SiteHours> learned = new HashMap<>();

  private SendWindow window(WindowRule rule) {
    return new SendWindow(
        new WindowTerms(rule, Optional.of(BERLIN), Optional.of(NOON)),
        ZoneOffset.UTC,
        site -> learned.getOrDefault(site, SiteHours.UNKNOWN));
  }

  private static WindowRule quiet() {
    return new WindowRule(List.of(NIGHT), List.of(), false, Optional.empty());
  }

  @Test
  void saysWhatHoldsARecipientAndUntilWhenOnItsOwnClock() {
    SendWindow window = window(quiet());
    Instant now = Instant.parse("2026-11-30T16:00:00Z");
    Hold held = window.check(now, "Asia/Shanghai", "gmail").orElseThrow();
    assertThat(held.scope()).isEqualTo(HoldScope.RECIPIENT);
    assertThat(held.until()).isEqualTo("2026-12-01T00:00:00Z");
    assertThat(held.why())
        .isEqualTo("quiet hours in Asia/Shanghai until 2026-12-01T08:00 (2026-12-01T00:00:00Z)");
    assertThat(window.check(held.until(), "Asia/Shanghai", "gmail")).isEmpty();
    assertThat(window.check(now, "America/New_York", "gmail")).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Mars/Olympus", "GMT+99", " ", "Asia/Shanghai\u0000"})
  void takesTheCampaignsZoneWhereTheRecipientsIsUnknown(String zone) {
    assertThat(window(quiet()).check(NOON.plus(Duration.ofHours(10)), zone, "gmail"))
        .hasValueSatisfying(
            hold -> assertThat(hold.why()).startsWith("quiet hours in Europe/Berlin until"));
  }

  @Test
  void takesTheServersZoneWhereTheCampaignHasNone() {
    SendWindow window =
        new SendWindow(
            new WindowTerms(quiet(), Optional.empty(), Optional.empty()),
            ZoneId.of("Asia/Tokyo"),
            site -> SiteHours.UNKNOWN);
    assertThat(window.check(NOON.plus(Duration.ofHours(2)), "?", "gmail"))
        .hasValueSatisfying(hold -> assertThat(hold.why()).contains("in Asia/Tokyo until"));
  }

  /** Preferred are 09:00 to 23:00, quiet 22:00 to 08:00. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-30T08:30:00Z,outside the preferred hours in UTC until 2026-11-30T09:00",
    "2026-11-30T22:00:00Z,'quiet hours, then hours that are not preferred, in UTC until 2026-12-01T09:00'",
    "2026-12-01T07:59:59.999Z,'quiet hours, then hours that are not preferred, in UTC until 2026-12-01T09:00'"
  })
  void saysWhichHoursHold(Instant now, String why) {
    WindowRule rule =
        new WindowRule(
            List.of(NIGHT),
            List.of(DayHours.of("x", List.of(), "09:00", "23:00")),
            false,
            Optional.empty());
    assertThat(window(rule).check(now, "UTC", "gmail").orElseThrow().why()).startsWith(why + " (");
  }

  @Test
  void holdsBackNothingWithoutHours() {
    SendWindow window = window(WindowRule.ANY_TIME);
    assertThat(window.isAnyTime()).isTrue();
    assertThat(window.check(NOON, "Asia/Shanghai", "gmail")).isEmpty();
  }

  /** The same answers as from a window that keeps none, in any order of zones, sites and times. */
  @Test
  void keepsAnswersOnlyAsLongAsTheyAreTrue() {
    WindowRule rule =
        new WindowRule(
            List.of(NIGHT),
            List.of(DayHours.of("x", List.of("mon", "tue", "sat"), "07:30", "23:10")),
            true,
            Optional.of(Duration.ofDays(3)));
    learned.put("gmail", hours("gmail", 14, 600, 30));
    learned.put("qq", hours("qq", 3, 90, 30));
    SendWindow window = window(rule);
    Random random = new Random(4);
    String[] zones = {"Asia/Shanghai", "America/New_York", "", "Asia/Kathmandu", "bad"};
    String[] sites = {"gmail", "qq", "example.net"};
    for (int i = 0; i < 20_000; i++) {
      Instant now = NOON.plusMillis((long) (random.nextDouble() * 7 * 86_400_000L));
      String zone = zones[random.nextInt(zones.length)];
      String site = sites[random.nextInt(sites.length)];
      if (i % 500 == 0) {
        learned.put("gmail", hours("gmail", random.nextInt(168), 600, 30));
      }
      Optional<Hold> kept = window.check(now, zone, site);
      Optional<Hold> fresh = window(rule).check(now, zone, site);
      assertThat(kept.map(Hold::until)).isEqualTo(fresh.map(Hold::until));
      assertThat(kept.map(Hold::scope)).isEqualTo(fresh.map(Hold::scope));
    }
  }

  @Test
  void waitsForTheEndOfAPeakWithItsEvidence() {
    learned.put("gmail", hours("gmail", 9, 580, 4120));
    SendWindow window = window(new WindowRule(List.of(), List.of(), true, Optional.empty()));
    Hold held =
        window.check(Instant.parse("2026-11-30T09:20:00Z"), "Asia/Tokyo", "gmail").orElseThrow();
    assertThat(held.scope()).isEqualTo(HoldScope.SITE);
    assertThat(held.until()).isEqualTo("2026-11-30T10:00:00Z");
    assertThat(held.why())
        .isEqualTo(
            "peak hour of gmail (14 % deferred of 4,120 at Mon 09-10 UTC) until"
                + " 2026-11-30T10:00:00Z");
    assertThat(window.check(held.until(), "Asia/Tokyo", "gmail")).isEmpty();
    assertThat(window.check(Instant.parse("2026-11-30T09:20:00Z"), "", "example.net")).isEmpty();
  }

  @Test
  void waitsForTheBestHourWithinItsLatestEndAndTheOtherHours() {
    HourCount[] all = new HourCount[HourOfWeek.COUNT];
    Arrays.fill(all, count(900, 100, 300));
    // The best hours are Monday 23 and Tuesday 01 and 09 UTC; on Berlin's clock the first two are
    // night.
    all[23] = count(999, 1, 300);
    all[25] = count(999, 1, 300);
    all[33] = count(998, 2, 300);
    learned.put("gmail", new SiteHours("gmail", all));
    WindowRule night =
        new WindowRule(List.of(NIGHT), List.of(), false, Optional.of(Duration.ofDays(1)));
    Hold held = window(night).check(NOON, "", "gmail").orElseThrow();
    assertThat(held.until()).isEqualTo("2026-12-01T09:00:00Z");
    assertThat(held.scope()).isEqualTo(HoldScope.RECIPIENT);
    assertThat(held.why())
        .isEqualTo(
            "best hour of gmail (100 % accepted in 300 ms of 1,000 at Tue 09-10 UTC) from"
                + " 2026-12-01T09:00:00Z");
    assertThat(window(night).check(held.until(), "", "gmail")).isEmpty();
    WindowRule soon =
        new WindowRule(List.of(NIGHT), List.of(), false, Optional.of(Duration.ofHours(6)));
    assertThat(window(soon).check(NOON, "", "gmail")).isEmpty();
    WindowRule any = new WindowRule(List.of(), List.of(), false, Optional.of(Duration.ofDays(1)));
    Hold site = window(any).check(NOON, "", "gmail").orElseThrow();
    assertThat(site.until()).isEqualTo("2026-11-30T23:00:00Z");
    assertThat(site.scope()).isEqualTo(HoldScope.SITE);
    // After the latest end mails go at once.
    assertThat(window(any).check(NOON.plus(Duration.ofHours(25)), "", "gmail")).isEmpty();
    assertThat(window(any).check(NOON, "", "example.net")).isEmpty();
  }

  private static HourCount count(int accepted, int deferred, int millis) {
    long total = accepted + deferred;
    return new HourCount(
        accepted, deferred, 0, (double) total * millis, (double) total * millis * millis, total);
  }

  /** 300 mails in each hour, one of a hundred deferred, but for one hour. */
  private static SiteHours hours(String site, int peak, int deferred, int mails) {
    HourCount[] all = new HourCount[HourOfWeek.COUNT];
    Arrays.fill(all, count(297, 3, 200));
    all[peak] = count(Math.max(mails, 1000) - deferred, deferred, 200);
    return new SiteHours(site, all);
  }
}
