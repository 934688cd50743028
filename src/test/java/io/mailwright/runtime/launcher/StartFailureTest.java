package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.runtime.launcher.StartFailure.Reason;
import org.junit.jupiter.api.Test;

class StartFailureTest {
  @Test
  void numbersAreThoseOfTheProductsList() {
    for (Reason reason : Reason.values()) {
      assertThat(ErrorCode.valueOf(reason.name()).number()).isEqualTo(reason.number());
    }
  }

  @Test
  void isOneLineWhateverTheCauseSays() {
    assertThat(new StartFailure(Reason.PORT_TAKEN, "a\n  b\r\nc\n").line())
        .isEqualTo("MW-1805 a b c");
  }
}
