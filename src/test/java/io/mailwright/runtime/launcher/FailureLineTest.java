package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureLineTest {
  private final List<String> said = new ArrayList<>();
  private final FailureLine line = new FailureLine(said::add);

  @Test
  void saysOneLineWhoeverFindsItOut() {
    line.say(() -> new StartFailure(ErrorCode.SERVER_NOT_STARTED, "It was stopped."));
    line.say(() -> new StartFailure(ErrorCode.SERVER_NOT_STARTED, "It was not deployed."));
    assertThat(said).containsExactly("MW-1810 It was stopped.");
  }

  @Test
  void isSilentOnceTheProductRuns() {
    line.startIsOver();
    line.say(() -> new StartFailure(ErrorCode.SERVER_NOT_STARTED, "It was stopped."));
    assertThat(said).isEmpty();
  }
}
