package io.mailwright.console.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ReportsPageTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 12, 1);

  @Test
  void refusesWhatIsNoRange() {
    assertThat(ReportsPage.range(" ", null, ZoneOffset.UTC, TODAY).from())
        .isEqualTo(LocalDate.of(2026, 11, 2));
    assertThatThrownBy(() -> ReportsPage.range("2026-11-05", "2026-11-04", ZoneOffset.UTC, TODAY))
        .hasMessageContaining("to is before from");
    assertThatThrownBy(() -> ReportsPage.range("soon", null, ZoneOffset.UTC, TODAY))
        .hasMessageContaining("from is not a day");
  }

  @Test
  void showsWhatWasTypedInAFieldThatCan() {
    ReportsPage page = new ReportsPage();
    assertThat(page.input("2026-11-05")).isEqualTo("date");
    assertThat(page.input("")).isEqualTo("date");
    assertThat(page.input("2026-11-31")).isEqualTo("text");
    assertThat(page.input("soon")).isEqualTo("text");
  }
}
