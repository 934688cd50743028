package io.mailwright.console.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.routing.SourceAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceLinesTest {
  @Test
  void readsWhatItShows() {
    List<SourceAddress> sources =
        List.of(
            new SourceAddress("192.0.2.1", 1, Optional.empty()),
            new SourceAddress("192.0.2.2", 3, Optional.empty()),
            new SourceAddress("2001:db8:0:0:0:0:0:1", 1, Optional.of(100)));
    assertThat(SourceLines.of(sources))
        .isEqualTo("192.0.2.1\n192.0.2.2 3\n2001:db8:0:0:0:0:0:1 1 100");
    assertThat(SourceLines.read(SourceLines.of(sources))).isEqualTo(sources);
    assertThat(SourceLines.read("\r\n 192.0.2.1,2 \r\n")).hasSize(1);
    assertThat(SourceLines.read("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1 x", "192.0.2.1 0", "192.0.2.1 1 2 3", "relay", "1.2.3.4 1 -1"})
  void refusesTheRest(String line) {
    assertThatThrownBy(() -> SourceLines.read(line)).hasMessageStartingWith("sources");
  }
}
