package io.mailwright.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutTest {
  @ParameterizedTest
  @CsvSource({"abc,3,abc", "abc,2,ab", "abc,0,''", "a😀b,2,a", "a😀b,3,a😀", "😀,1,''", "😀,2,😀"})
  void leavesNoHalfOfACharacter(String text, int longest, String beginning) {
    assertThat(Cut.to(text, longest)).isEqualTo(beginning);
  }
}
