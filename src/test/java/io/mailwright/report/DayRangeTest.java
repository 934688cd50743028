package io.mailwright.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.MailwrightException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class DayRangeTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void endsWithTheLastMomentOfItsLastDayInItsZone() {
    DayRange day = new DayRange(LocalDate.of(2026, 10, 25), LocalDate.of(2026, 10, 25), BERLIN);
    assertThat(day.start()).isEqualTo("2026-10-24T22:00:00Z");
    assertThat(Duration.between(day.start(), day.end()))
        .as("summer time ends")
        .isEqualTo(Duration.ofHours(25));
    assertThat(day.before().from()).isEqualTo("2026-10-24");
  }

  @Test
  void refusesWhatIsNoRangeWithTheFieldsName() {
    LocalDate first = LocalDate.of(2026, 1, 2);
    assertThatThrownBy(() -> new DayRange(first, first.minusDays(1), BERLIN))
        .isInstanceOf(MailwrightException.class)
        .hasMessageContaining("to ");
    assertThatThrownBy(() -> new DayRange(first, first.plusDays(400), BERLIN))
        .isInstanceOf(MailwrightException.class);
    new DayRange(first, first.plusDays(399), BERLIN);
  }
}
