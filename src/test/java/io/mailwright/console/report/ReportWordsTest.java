package io.mailwright.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportWordsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 10, 0",
    "10, 10, 100",
    "31, 100, 31",
    "42, 1000, 4.2",
    "31, 10000, 0.31",
    "7, 100, 7",
    "1, 3, 33",
    "9999, 10000, 99.99",
    "99999, 100000, 99.999",
    "991, 1000, 99.1",
    "3, 1000000, 0.0003",
    "3, 2, 150"
  })
  void aShareIsNoneOrAllOnlyWhereItIs(long part, long base, String percent) {
    assertThat(ReportWords.percent((double) part / base, Locale.ENGLISH)).isEqualTo(percent);
  }
}
