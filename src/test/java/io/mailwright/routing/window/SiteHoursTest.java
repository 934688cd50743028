package io.mailwright.routing.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is concluded from weeks of a site that has moods. */
class SiteHoursTest {
  private static final Instant MONDAY = Instant.parse("2026-11-30T00:00:00Z");

  /**
   * A site: what share it defers, and how long it takes, by hour.
   *
   * @param mails in an hour
   */
  private record Mood(double deferred, double millis, int mails) {}

  private static Mood[] moods(double deferred, double millis, int mails) {
    Mood[] moods = new Mood[HourOfWeek.COUNT];
    Arrays.fill(moods, new Mood(deferred, millis, mails));
    return moods;
  }

  private static SiteHours after(int weeks, Mood[] moods, Random random) {
    HourCount[] hours = new HourCount[HourOfWeek.COUNT];
    Arrays.fill(hours, HourCount.NONE);
    for (int week = 0; week < weeks; week++) {
      for (int hour = 0; hour < hours.length; hour++) {
        hours[hour] =
            hours[hour].faded(JdbcSiteHourRepository.KEPT_A_WEEK).plus(week(moods[hour], random));
      }
    }
    return new SiteHours("gmail", "Gmail", hours);
  }

  private static HourCount week(Mood mood, Random random) {
    HourCount seen = HourCount.NONE;
    for (int mail = 0; mail < mood.mails; mail++) {
      boolean isDeferred = random.nextDouble() < mood.deferred;
      // Latencies with a long tail.
      double millis = -Math.log(1 - random.nextDouble()) * mood.millis;
      seen =
          seen.plus(
              new HourCount(isDeferred ? 0 : 1, isDeferred ? 1 : 0, 0, millis, millis * millis, 1));
    }
    return seen;
  }

  private static List<Integer> peaks(SiteHours hours) {
    List<Integer> peaks = new ArrayList<>();
    for (int hour = 0; hour < HourOfWeek.COUNT; hour++) {
      if (hours.isPeak(hour)) {
        peaks.add(hour);
      }
    }
    return peaks;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void findsTheBusyHoursAndNoOther(long seed) {
    Random random = new Random(seed);
    Mood[] moods = moods(0.02, 300, 120);
    List<Integer> busy = List.of(9, 10, 33, 34, 57);
    busy.forEach(hour -> moods[hour] = new Mood(0.15, 300, 120));
    List<Integer> slow = List.of(81, 105);
    slow.forEach(hour -> moods[hour] = new Mood(0.02, 1500, 120));
    SiteHours hours = after(6, moods, random);
    assertThat(peaks(hours)).containsExactly(9, 10, 33, 34, 57, 81, 105);
    assertThat(hours.peakAt(MONDAY.plus(Duration.ofHours(9))).orElseThrow().until())
        .isEqualTo(MONDAY.plus(Duration.ofHours(11)));
    assertThat(hours.peakAt(MONDAY.plus(Duration.ofHours(81))).orElseThrow().why())
        .matches(
            "peak hour of Gmail \\(1,\\d{3} ms a mail of \\d{3} at Thu 09-10 UTC, else \\d{3} ms\\) until .*");
  }

  @ParameterizedTest
  @CsvSource({"0.0,200", "0.02,120", "0.3,90", "0.9,300"})
  void findsNoPeakWhereAllHoursAreAlike(double deferred, int mails) {
    int found = 0;
    for (int seed = 0; seed < 10; seed++) {
      found += peaks(after(5, moods(deferred, 400, mails), new Random(seed))).size();
    }
    assertThat(found).isZero();
  }

  /** Each is worse than the other: one puts off more, one is slower. */
  @Test
  void neverTakesAllHoursThatItKnowsForPeaks() {
    HourCount putsOff = new HourCount(700, 300, 0, 100_000, 11_000_000, 1000);
    HourCount slow = new HourCount(1000, 0, 0, 2_000_000, 4_100_000_000.0, 1000);
    assertThat(peaks(SiteHoursOf.site("gmail", Map.of(9, putsOff, 10, slow)))).hasSize(1);
  }

  @Test
  void saysNothingOfTooFewMails() {
    Mood[] moods = moods(0.02, 300, 40);
    moods[9] = new Mood(0.9, 5000, 40);
    SiteHours hours = after(20, moods, new Random(1));
    assertThat(hours.count(9).total()).isLessThan(HourCount.ENOUGH);
    assertThat(peaks(hours)).isEmpty();
    assertThat(hours.bestHour(MONDAY, MONDAY.plus(Duration.ofDays(7)), Optional::of))
        .contains(MONDAY);
  }

  /** Held mails are not observed: after some weeks too little is left and the hour is tried. */
  @Test
  void triesAPeakAgainWhenItsEvidenceHasFaded() {
    Mood[] moods = moods(0.02, 300, 120);
    moods[9] = new Mood(0.2, 300, 1000);
    SiteHours hours = after(3, moods, new Random(3));
    assertThat(hours.isPeak(9)).isTrue();
    HourCount[] later = new HourCount[HourOfWeek.COUNT];
    for (int hour = 0; hour < later.length; hour++) {
      later[hour] = hour == 9 ? hours.count(9).faded(Math.pow(0.7, 8)) : hours.count(hour);
    }
    assertThat(new SiteHours("gmail", later).isPeak(9)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void choosesTheHourThatAcceptsBest(long seed) {
    Random random = new Random(seed);
    Mood[] moods = moods(0.10, 300, 200);
    moods[51] = new Mood(0.005, 300, 200);
    moods[60] = new Mood(0.02, 300, 200);
    SiteHours hours = after(5, moods, random);
    Instant best = MONDAY.plus(Duration.ofHours(51));
    assertThat(hours.bestHour(MONDAY, MONDAY.plus(Duration.ofDays(7)), Optional::of))
        .contains(best);
    assertThat(hours.bestHour(best.plusSeconds(100), best.plusSeconds(7200), Optional::of))
        .contains(best.plusSeconds(100));
    assertThat(
            hours.bestHour(
                best.plus(Duration.ofHours(2)), best.plus(Duration.ofHours(20)), Optional::of))
        .contains(MONDAY.plus(Duration.ofHours(60)));
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void choosesTheFastestOfThoseThatAcceptAlike(long seed) {
    Mood[] moods = moods(0.01, 1200, 300);
    moods[30] = new Mood(0.01, 300, 300);
    SiteHours hours = after(4, moods, new Random(seed));
    assertThat(hours.bestHour(MONDAY, MONDAY.plus(Duration.ofDays(7)), Optional::of))
        .contains(MONDAY.plus(Duration.ofHours(30)));
  }

  @Test
  void waitsForNothingWhereAllHoursAreAlike() {
    for (int seed = 0; seed < 20; seed++) {
      SiteHours hours = after(5, moods(0.03, 400, 150), new Random(seed));
      Instant now = MONDAY.plus(Duration.ofMinutes(90L + 60 * seed));
      assertThat(hours.bestHour(now, now.plus(Duration.ofHours(4)), Optional::of)).contains(now);
    }
  }

  @Test
  void countsAnHourOfWhichLittleIsKnownAsTheUsualOne() {
    Mood[] moods = moods(0.10, 300, 200);
    moods[3] = new Mood(0.5, 300, 1);
    moods[5] = new Mood(0.001, 300, 200);
    SiteHours hours = after(5, moods, new Random(2));
    Instant from = MONDAY.plus(Duration.ofHours(3));
    assertThat(hours.bestHour(from, from.plus(Duration.ofHours(6)), Optional::of))
        .contains(MONDAY.plus(Duration.ofHours(5)));
    assertThat(hours.bestHour(from, from.plus(Duration.ofHours(2)), Optional::of)).contains(from);
  }
}
