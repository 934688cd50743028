package io.mailwright.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeCellTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)"
      })
  void putsAQuoteBeforeWhatASpreadsheetWouldRun(String cell) {
    assertThat(SafeCell.of(cell)).isEqualTo("'" + cell);
    assertThat(SafeCell.plain("'" + cell)).isEqualTo(cell);
  }

  @Test
  void leavesOtherTextAlone() {
    assertThat(SafeCell.of("550 5.1.1 no such user")).isEqualTo("550 5.1.1 no such user");
    assertThat(SafeCell.of("")).isEmpty();
    assertThat(SafeCell.plain("'twas")).isEqualTo("'twas");
    assertThat(SafeCell.plain("'")).isEqualTo("'");
  }
}
