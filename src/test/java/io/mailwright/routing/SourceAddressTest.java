package io.mailwright.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {
  private static SourceAddress source(String address) {
    return new SourceAddress(address, 1, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.2, 127.0.0.2",
    "' 192.0.2.10 ', 192.0.2.10",
    "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
    "2001:db8:0:0:0:0:0:1, 2001:db8:0:0:0:0:0:1",
    "::ffff:192.0.2.10, 192.0.2.10"
  })
  void keepsAnAddressInItsUsualForm(String written, String kept) {
    assertThat(source(written).address()).isEqualTo(kept);
    assertThat(source(written).inetAddress().getHostAddress()).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "mail.example",
        "256.0.0.1",
        "127.1",
        "01.2.3.4",
        "1.2.3.4.5",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "fe80::1%eth0",
        "[::1]",
        "1::2::3",
        "12345"
      })
  void refusesWhatIsNoAddressToSendFromAndLooksNoNameUp(String written) {
    assertThatThrownBy(() -> source(written)).hasMessageStartingWith("sources.address ");
  }

  @Test
  void refusesSharesOutOfRange() {
    assertThatThrownBy(() -> new SourceAddress("127.0.0.2", 0, Optional.empty()))
        .hasMessageStartingWith("sources.weight ");
    assertThatThrownBy(() -> new SourceAddress("127.0.0.2", 1, Optional.of(0)))
        .hasMessageStartingWith("sources.rotateAfter ");
  }
}
