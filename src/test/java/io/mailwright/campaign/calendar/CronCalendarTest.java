package io.mailwright.campaign.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
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
    "Africa/Cairo,0 0 * * *,2027-04-29T12:00:00Z,2027-04-29T22:00:00Z 2027-04-30T21:00:00Z"
  })
  void runsOnceWhereClocksChange(String zone, String cron, Instant after, String expected) {
    List<Instant> due = Arrays.stream(expected.split(" ")).map(Instant::parse).toList();
    assertThat(CronCalendar.of(cron, ZoneId.of(zone)).nextAfter(after, due.size()))
        .containsExactlyElementsOf(due);
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
