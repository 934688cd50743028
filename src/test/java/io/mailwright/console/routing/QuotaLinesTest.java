package io.mailwright.console.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.campaign.RateUnit;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.routing.quota.DailyReset;
import io.mailwright.routing.quota.QuotaRule;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaLinesTest {
  private static final QuotaRule ROLLING = new QuotaRule(40, RateUnit.MINUTE, Optional.empty());
  private static final QuotaRule DAILY =
      new QuotaRule(
          3,
          RateUnit.DAY,
          Optional.of(new DailyReset(LocalTime.of(9, 0), ZoneId.of("Asia/Shanghai"))));

  @Test
  void readsWhatItWritesInBothLanguages() {
    for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
      String text = QuotaLines.of(List.of(ROLLING, DAILY), language);
      assertThat(QuotaLines.read("quotas", text + "\n\n")).containsExactly(ROLLING, DAILY);
    }
    assertThat(QuotaLines.line(DAILY, Locale.ENGLISH))
        .isEqualTo("3 per day from 09:00 Asia/Shanghai");
  }

  @ParameterizedTest
  @ValueSource(strings = {"40/minute", "40 a Minute", "  40 每分钟 ", "40 per minute"})
  void isEasyOnHowALineIsTyped(String line) {
    assertThat(QuotaLines.rule("rule", line)).isEqualTo(ROLLING);
  }

  @Test
  void takesAnHourOfOneDigit() {
    assertThat(QuotaLines.rule("rule", "3 per day from 9：00 Asia/Shanghai")).isEqualTo(DAILY);
    assertThat(QuotaLines.rule("rule", "1,000 per hour").limit()).isEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "40",
        "40 per week",
        "0 per minute",
        "9999999999 per day",
        "3 per day from 25:00",
        "3 per day from 09:00 Mars/Phobos",
        "40 per minute from 09:00"
      })
  void refusesTheFieldAndNotAPartOfIt(String line) {
    assertThatThrownBy(() -> QuotaLines.rule("quotas", line))
        .isInstanceOf(MailwrightException.class)
        .hasMessageStartingWith("quotas ")
        .satisfies(e -> assertThat(((MailwrightException) e).field()).contains("quotas"));
  }
}
