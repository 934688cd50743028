package io.mailwright.campaign.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronCalendarTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  @Test
  void countsOnTheClockOfTheZone() {
    assertThat(
            CronCalendar.of("0 9 * * 1", ZoneId.of("Asia/Shanghai"))
                .nextAfter(at("2026-11-24T00:00:00Z"), 2))
        .containsExactly(at("2026-11-30T01:00:00Z"), at("2026-12-07T01:00:00Z"));
  }

  @Test
  void runsAtTheEndOfTheGapWhatDaylightSavingSkips() {
    // 2027-03-28: at 02:00 clocks go to 03:00.
    CronCalendar calendar = CronCalendar.of("30 2 * * *", BERLIN);
    assertThat(calendar.nextAfter(at("2027-03-27T12:00:00Z"), 2))
        .containsExactly(at("2027-03-28T01:00:00Z"), at("2027-03-29T00:30:00Z"));
  }

  @Test
  void runsOnceForAllTimesInTheGap() {
    assertThat(CronCalendar.of("*/20 * * * *", BERLIN).nextAfter(at("2027-03-28T00:30:00Z"), 3))
        .containsExactly(
            at("2027-03-28T00:40:00Z"), at("2027-03-28T01:00:00Z"), at("2027-03-28T01:20:00Z"));
  }

  @Test
  void runsOnceWhatComesTwice() {
    // 2026-10-25: at 03:00 clocks go back to 02:00.
    CronCalendar calendar = CronCalendar.of("30 2 * * *", BERLIN);
    assertThat(calendar.nextAfter(at("2026-10-24T12:00:00Z"), 2))
        .containsExactly(at("2026-10-25T00:30:00Z"), at("2026-10-26T01:30:00Z"));
    assertThat(calendar.nextAfter(at("2026-10-25T01:10:00Z"))).contains(at("2026-10-26T01:30:00Z"));
  }

  @Test
  void refusesADayThatNeverComes() {
    assertThatThrownBy(() -> CronCalendar.of("0 0 30 2 *", BERLIN))
        .hasMessageStartingWith("cron never comes");
    assertThat(CronCalendar.of("0 0 29 2 *", BERLIN).nextAfter(at("2026-11-24T00:00:00Z")))
        .contains(at("2028-02-28T23:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "0 9 * * 1 2027",
        "61 * * * *",
        "@daily\n* * * * *",
        "x",
        "0 9 * * +1",
        "0 9 * * ٣"
      })
  void refusesWhatIsNotCron(String text) {
    assertThatThrownBy(() -> CronCalendar.of(text, BERLIN)).hasMessageStartingWith("cron ");
  }

  /** The next three times after an instant before a change of the clock. */
  @ParameterizedTest
  @CsvSource({
    // 2027-03-14 02:00 to 03:00 (07:00Z); 2026-11-01 02:00 to 01:00 (06:00Z).
    "America/New_York,30 2 * * *,2027-03-13T12:00:00Z,2027-03-14T07:00:00Z 2027-03-15T06:30:00Z",
    "America/New_York,0 2 * * 0,2027-03-13T12:00:00Z,2027-03-14T07:00:00Z 2027-03-21T06:00:00Z",
    "America/New_York,15 2-3 * * *,2027-03-14T06:00:00Z,2027-03-14T07:00:00Z 2027-03-14T07:15:00Z 2027-03-15T06:15:00Z",
    "America/New_York,30 1 * * *,2026-10-31T12:00:00Z,2026-11-01T05:30:00Z 2026-11-02T06:30:00Z",
    "America/New_York,*/30 * * * *,2026-11-01T05:10:00Z,2026-11-01T05:30:00Z 2026-11-01T07:00:00Z",
    // Half an hour: 2026-10-04 02:00 to 02:30 (15:30Z), 2027-04-04 02:00 to 01:30 (15:00Z).
    "Australia/Lord_Howe,15 2 * * *,2026-10-03T00:00:00Z,2026-10-03T15:30:00Z 2026-10-04T15:15:00Z",
    "Australia/Lord_Howe,45 1 * * *,2027-04-03T00:00:00Z,2027-04-03T14:45:00Z 2027-04-04T15:15:00Z",
    "Europe/London,30 1 * * *,2027-03-27T12:00:00Z,2027-03-28T01:00:00Z 2027-03-29T00:30:00Z",
    "Europe/London,30 1 * * *,2026-10-24T12:00:00Z,2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
    "Africa/Cairo,0 0 * * *,2027-04-29T12:00:00Z,2027-04-29T22:00:00Z 2027-04-30T21:00:00Z",
    // Apia skipped a Friday: after 2011-12-29 came 2011-12-31 00:00 (2011-12-30T10:00Z).
    "Pacific/Apia,0 9 * * *,2011-12-29T12:00:00Z,2011-12-29T19:00:00Z 2011-12-30T10:00:00Z 2011-12-30T19:00:00Z"
  })
  void runsOnceWhereClocksChange(String zone, String cron, Instant after, String expected) {
    List<Instant> due = Arrays.stream(expected.split(" ")).map(Instant::parse).toList();
    assertThat(CronCalendar.of(cron, ZoneId.of(zone)).nextAfter(after, due.size()))
        .containsExactlyElementsOf(due);
  }

  /**
   * Minute by minute: where both days are given, either will do, as crontab has it; 0 and 7 are
   * Sunday.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void agreesWithAPlainReadingOfTheFields(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 15; round++) {
      String[] fields = {
        field(random, 0, 59), field(random, 0, 23), days(random), months(random), weekdays(random)
      };
      String cron = String.join(" ", fields);
      Instant from = at("2026-01-01T00:00:00Z").plusSeconds(60L * random.nextInt(700_000));
      List<Instant> due =
          CronCalendar.of(cron, ZoneOffset.UTC).nextAfter(from, 20).stream()
              .filter(t -> t.isBefore(from.plus(Duration.ofDays(40))))
              .toList();
      List<Instant> plain = new ArrayList<>();
      for (int minute = 1; minute < 40 * 1440 && plain.size() < 20; minute++) {
        Instant next = from.plusSeconds(60L * minute);
        if (matches(fields, LocalDateTime.ofInstant(next, ZoneOffset.UTC))) {
          plain.add(next);
        }
      }
      assertThat(due).as(cron + " from " + from).containsExactlyElementsOf(plain);
    }
  }

  private static boolean matches(String[] fields, LocalDateTime wall) {
    boolean day = matches(fields[2], wall.getDayOfMonth(), 1, 31);
    int weekday = wall.getDayOfWeek().getValue();
    boolean ofWeek =
        matches(fields[4], weekday, 0, 7) || (weekday == 7 && matches(fields[4], 0, 0, 7));
    boolean areBothGiven = !fields[2].equals("*") && !fields[4].equals("*");
    return matches(fields[0], wall.getMinute(), 0, 59)
        && matches(fields[1], wall.getHour(), 0, 23)
        && matches(fields[3], wall.getMonthValue(), 1, 12)
        && (areBothGiven ? day || ofWeek : day && ofWeek);
  }

  private static boolean matches(String field, int value, int least, int most) {
    for (String part : field.split(",")) {
      String[] step = part.split("/");
      String[] ends = step[0].split("-");
      int first = step[0].equals("*") ? least : Integer.parseInt(ends[0]);
      int last = step[0].equals("*") ? most : Integer.parseInt(ends[ends.length - 1]);
      int by = step.length > 1 ? Integer.parseInt(step[1]) : 1;
      if (value >= first && value <= last && (value - first) % by == 0) {
        return true;
      }
    }
    return false;
  }

  private static String field(Random random, int least, int most) {
    return switch (random.nextInt(6)) {
      case 0 -> "*";
      case 1 -> "*/" + (1 + random.nextInt(most));
      default -> some(random, least, most);
    };
  }

  /** Without a star: crontabs do not agree on which of two days counts beside one. */
  private static String some(Random random, int least, int most) {
    int first = least + random.nextInt(most - least);
    int last = first + 1 + random.nextInt(most - first);
    return switch (random.nextInt(4)) {
      case 0 -> first + "-" + last;
      case 1 -> first + "-" + last + "/" + (1 + random.nextInt(most));
      case 2 -> first + "," + last;
      default -> String.valueOf(first);
    };
  }

  private static String days(Random random) {
    return random.nextBoolean() ? "*" : some(random, 1, 28);
  }

  private static String months(Random random) {
    return random.nextInt(3) > 0 ? "*" : field(random, 1, 12);
  }

  private static String weekdays(Random random) {
    return random.nextBoolean() ? "*" : some(random, 0, 7);
  }

  /** Of a daily time, exactly one a day of the wall clock, whatever the zone does in ten years. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Gaza",
        "Europe/London",
        "Africa/Casablanca",
        "Antarctica/Troll",
        "America/Santiago",
        "Asia/Beirut"
      })
  void runsADailyTimeOnceADay(String zone) {
    ZoneId id = ZoneId.of(zone);
    Random random = new Random(zone.hashCode());
    for (int round = 0; round < 12; round++) {
      int minute = random.nextInt(60);
      int hour = random.nextInt(round < 8 ? 4 : 24);
      List<Instant> due =
          CronCalendar.of(minute + " " + hour + " * * *", id)
              .nextAfter(at("2026-01-01T00:00:00Z"), 3650);
      LocalDate day = LocalDate.ofInstant(due.get(0), id);
      for (Instant one : due) {
        assertThat(LocalDate.ofInstant(one, id)).isEqualTo(day);
        day = day.plusDays(1);
      }
    }
  }
}
