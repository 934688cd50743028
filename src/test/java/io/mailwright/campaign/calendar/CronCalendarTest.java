package io.mailwright.campaign.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
