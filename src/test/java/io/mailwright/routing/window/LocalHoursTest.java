package io.mailwright.routing.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.campaign.window.DayHours;
import io.mailwright.campaign.window.WeekMinutes;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.kernel.error.MailwrightException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalHoursTest {
  private static WindowRule rule(String quiet, String preferred) {
    return new WindowRule(ranges(quiet), ranges(preferred), false, Optional.empty());
  }

  private static List<DayHours> ranges(String text) {
    return text == null
        ? List.of()
        : List.of(text.split(" ")).stream()
            .map(r -> DayHours.of("x", List.of(), r.split("-")[0], r.split("-")[1]))
            .toList();
  }

  private static List<String> openBetween(LocalHours hours, Instant from, Instant to) {
    List<String> open = new ArrayList<>();
    Instant at = from;
    while (true) {
      LocalHours.Open next = hours.atOrAfter(at);
      if (!next.start().isBefore(to)) {
        return open;
      }
      open.add(next.start() + "/" + next.end());
      at = next.end();
    }
  }

  /** One day each; what is quiet, what is preferred, and the stretches that begin on that day. */
  @ParameterizedTest
  @CsvSource({
    // A plain day.
    "Asia/Shanghai,2026-12-01,,09:00-18:00,2026-12-01T01:00:00Z/2026-12-01T10:00:00Z",
    "Asia/Kolkata,2026-12-01,,09:00-18:00,2026-12-01T03:30:00Z/2026-12-01T12:30:00Z",
    "Asia/Kathmandu,2026-12-01,08:30-20:00,20:00-23:00,2026-12-01T14:15:00Z/2026-12-01T17:15:00Z",
    "+05:30,2026-12-01,,09:00-10:00,2026-12-01T03:30:00Z/2026-12-01T04:30:00Z",
    // New York, 2027-03-14: at 02:00 clocks go to 03:00 (07:00Z).
    "America/New_York,2027-03-14,,02:10-02:40,2027-03-14T07:00:00Z/2027-03-14T07:30:00Z",
    "America/New_York,2027-03-14,,01:30-02:30,2027-03-14T06:30:00Z/2027-03-14T07:00:00Z",
    "America/New_York,2027-03-14,,02:30-04:00,2027-03-14T07:00:00Z/2027-03-14T08:00:00Z",
    "America/New_York,2027-03-14,,02:00-03:00,2027-03-14T07:00:00Z/2027-03-14T08:00:00Z",
    "America/New_York,2027-03-14,03:10-09:00,02:10-02:40,2027-03-14T07:00:00Z/2027-03-14T07:10:00Z",
    "America/New_York,2027-03-14,03:00-09:00,02:10-02:40,",
    "America/New_York,2027-03-14,22:00-02:30,,2027-03-14T07:00:00Z/2027-03-15T02:00:00Z",
    // New York, 2026-11-01: at 02:00 clocks go back to 01:00 (06:00Z).
    "America/New_York,2026-11-01,,01:15-01:45,2026-11-01T05:15:00Z/2026-11-01T05:45:00Z",
    "America/New_York,2026-11-01,,01:00-02:00,2026-11-01T05:00:00Z/2026-11-01T06:00:00Z",
    "America/New_York,2026-11-01,,00:30-01:30,2026-11-01T04:30:00Z/2026-11-01T05:30:00Z",
    "America/New_York,2026-11-01,,01:30-03:00,2026-11-01T05:30:00Z/2026-11-01T08:00:00Z",
    "America/New_York,2026-11-01,,01:00-01:30 01:30-03:00,2026-11-01T05:00:00Z/2026-11-01T08:00:00Z",
    "America/New_York,2026-11-01,22:00-01:30,,2026-11-01T06:30:00Z/2026-11-02T03:00:00Z",
    "America/New_York,2026-11-01,22:00-01:00,,2026-11-01T05:00:00Z/2026-11-02T03:00:00Z",
    "America/New_York,2026-11-01,22:00-01:15 01:45-12:00,,2026-11-01T06:15:00Z/2026-11-01T06:45:00Z 2026-11-01T17:00:00Z/2026-11-02T03:00:00Z",
    // Troll goes back by two hours, 2027-10-31 03:00 to 01:00 (01:00Z).
    "Antarctica/Troll,2027-10-31,17:15-01:45,02:45-20:00,2027-10-31T02:45:00Z/2027-10-31T17:15:00Z",
    // Lord Howe moves by half an hour, 2026-10-04 at 02:00 (15:30Z) and 2027-04-04 at 02:00
    // (15:00Z).
    "Australia/Lord_Howe,2026-10-04,,02:05-02:20,2026-10-03T15:30:00Z/2026-10-03T15:45:00Z",
    "Australia/Lord_Howe,2027-04-04,,01:40-01:50,2027-04-03T14:40:00Z/2027-04-03T14:50:00Z",
    // Santiago, 2026-09-06: the day begins at 01:00 (04:00Z).
    "America/Santiago,2026-09-06,22:00-00:30,,2026-09-06T04:00:00Z/2026-09-07T01:00:00Z",
    // London, 2027-03-28 at 01:00Z and 2026-10-25 at 01:00Z.
    "Europe/London,2027-03-28,,01:20-01:40,2027-03-28T01:00:00Z/2027-03-28T01:20:00Z",
    "Europe/London,2026-10-25,,01:20-01:40,2026-10-25T00:20:00Z/2026-10-25T00:40:00Z",
    // Lord Howe moves by half an hour: 2026-10-04 02:00 to 02:30 (15:30Z), 2027-04-04 02:00 to
    // 01:30 (15:00Z).
    "Australia/Lord_Howe,2026-10-04,,02:10-02:20,2026-10-03T15:30:00Z/2026-10-03T15:40:00Z",
    "Australia/Lord_Howe,2027-04-04,,01:40-01:50,2027-04-03T14:40:00Z/2027-04-03T14:50:00Z",
    // Cairo skips midnight: 2027-04-30 00:00 to 01:00 (2027-04-29T22:00Z).
    "Africa/Cairo,2027-04-30,,00:00-00:30,2027-04-29T22:00:00Z/2027-04-29T22:30:00Z",
    // Apia skipped a Friday: after 2011-12-29 came 2011-12-31 00:00 (2011-12-30T10:00Z).
    "Pacific/Apia,2011-12-31,,09:00-18:00,2011-12-30T10:00:00Z/2011-12-31T04:00:00Z",
    "Pacific/Apia,2011-12-31,22:00-08:00,09:00-18:00,2011-12-30T19:00:00Z/2011-12-31T04:00:00Z"
  })
  void opensOnceADay(String zone, String day, String quiet, String preferred, String expected) {
    ZoneId id = ZoneId.of(zone);
    LocalHours hours = new LocalHours(rule(quiet, preferred).minutes(), id);
    LocalDateTime midnight = LocalDateTime.parse(day + "T00:00");
    Instant from = midnight.atZone(id).toInstant();
    Instant to = midnight.plusDays(1).atZone(id).toInstant();
    List<String> begun = new ArrayList<>(openBetween(hours, from, to));
    begun.removeIf(open -> Instant.parse(open.split("/")[0]).isBefore(from));
    assertThat(begun)
        .containsExactlyElementsOf(expected == null ? List.of() : List.of(expected.split(" ")));
  }

  /** Against the wall clock, minute by minute, over all changes of two years. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Gaza",
        "Europe/London",
        "Africa/Casablanca",
        "America/St_Johns",
        "Pacific/Chatham",
        "Africa/Cairo",
        "Asia/Beirut",
        "America/Santiago",
        "Antarctica/Troll",
        "Asia/Shanghai",
        "Asia/Kathmandu"
      })
  void followsTheWallClockAndIsNeverOpenInQuietHours(String zone) {
    ZoneId id = ZoneId.of(zone);
    Random random = new Random(zone.hashCode());
    List<Instant> around = new ArrayList<>(List.of(Instant.parse("2026-11-24T10:00:00Z")));
    Instant at = Instant.parse("2026-01-01T00:00:00Z");
    for (ZoneOffsetTransition change = id.getRules().nextTransition(at);
        change != null && change.getInstant().isBefore(at.plus(Duration.ofDays(730)));
        change = id.getRules().nextTransition(change.getInstant())) {
      around.add(change.getInstant());
    }
    for (Instant middle : around) {
      for (int round = 0; round < 15; round++) {
        check(randomRule(random), id, middle);
      }
    }
  }

  private static void check(WindowRule rule, ZoneId zone, Instant middle) {
    WeekMinutes week = rule.minutes();
    LocalHours hours = new LocalHours(week, zone);
    ZoneOffsetTransition change = zone.getRules().nextTransition(middle.minus(Duration.ofDays(1)));
    boolean changes =
        change != null && change.getInstant().isBefore(middle.plus(Duration.ofDays(1)));
    for (int minute = -1500; minute < 1500; minute++) {
      Instant at = middle.plusSeconds(60L * minute);
      int wall = WeekMinutes.minuteOf(LocalDateTime.ofInstant(at, zone));
      boolean isOpen = hours.atOrAfter(at).holds(at);
      if (isOpen) {
        assertThat(week.isQuiet(wall)).as("%s %s %s", rule, zone, at).isFalse();
      }
      boolean isNearAChange =
          changes
              && Duration.between(change.getInstant(), at).abs().compareTo(Duration.ofHours(3))
                  <= 0;
      if (rule.preferred().isEmpty() && !isNearAChange || !changes) {
        assertThat(isOpen).as("%s %s %s", rule, zone, at).isEqualTo(week.isOpen(wall));
      }
    }
  }

  private static WindowRule randomRule(Random random) {
    while (true) {
      try {
        return new WindowRule(
            someRanges(random, random.nextInt(3)),
            someRanges(random, random.nextInt(4)),
            false,
            Optional.empty());
      } catch (MailwrightException e) {
        assertThat(e).hasMessageStartingWith("window is empty");
      }
    }
  }

  private static List<DayHours> someRanges(Random random, int count) {
    List<DayHours> ranges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
      while (days.isEmpty()) {
        for (DayOfWeek day : DayOfWeek.values()) {
          if (random.nextInt(3) > 0) {
            days.add(day);
          }
        }
      }
      int from = random.nextInt(96) * 15;
      int to = 1 + (from + random.nextInt(95) * 15 + 14) % 1440;
      ranges.add(new DayHours(days, from, to));
    }
    return ranges;
  }
}
