package io.mailwright.console.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.operations.execution.ExecutionView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TonesTest {
  private final Tones tones = new Tones();

  @ParameterizedTest
  @CsvSource({
    "FAILED, INTERRUPTED, exit.INTERRUPTED, bad",
    "COMPLETED, WAITING, exit.WAITING, warn",
    "COMPLETED, COMPLETED, batch.COMPLETED, good",
    "ABANDONED, INTERRUPTED, batch.ABANDONED, ''",
    "ABANDONED, WAITING, batch.ABANDONED, ''",
    "STARTED, , batch.STARTED, live"
  })
  void whatAPersonDecidedCountsMoreThanHowItEnded(
      String status, String exit, String word, String tone) {
    ExecutionView execution = execution(status, exit);
    assertThat(tones.word(execution)).isEqualTo(word);
    assertThat(tones.ofRun(execution)).isEqualTo(tone);
  }

  private static ExecutionView execution(String status, String exit) {
    return new ExecutionView(
        1,
        1,
        "send-campaign",
        Optional.empty(),
        Optional.empty(),
        status,
        Optional.ofNullable(exit),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        "node",
        "ann",
        Optional.empty(),
        Map.of(),
        false,
        List.of());
  }
}
