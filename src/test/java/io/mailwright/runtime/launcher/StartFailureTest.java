package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.error.ErrorCode;
import org.junit.jupiter.api.Test;

class StartFailureTest {
  @Test
  void isOneLineWhateverTheCauseSays() {
    assertThat(new StartFailure(ErrorCode.PORT_TAKEN, "a\n  b\r\nc\n").line())
        .isEqualTo("MW-1805 a b c");
  }
}
