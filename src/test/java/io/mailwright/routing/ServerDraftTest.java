package io.mailwright.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.testing.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerDraftTest {
  private static ServerDraft draft(String host, Optional<String> caPem) {
    return new ServerDraft(
        "Relay",
        host,
        25,
        TlsMode.STARTTLS,
        true,
        caPem,
        Optional.empty(),
        8,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relay.example:25",
        "smtp://relay.example",
        "a b",
        "relay.example/x",
        "",
        ".",
        "a..b",
        ".example",
        "-a.example",
        "a-.example"
      })
  void refusesWhatIsNoHost(String host) {
    assertThatThrownBy(() -> draft(host, Optional.empty())).hasMessageStartingWith("host ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "relay-1.example.", "mx_1.example", "192.0.2.1", "邮件.example"})
  void takesAName(String host) {
    assertThat(draft(host, Optional.empty()).host()).isEqualTo(host);
  }

  @Test
  void takesAnAddressOfSixteenOctetsWithAndWithoutBrackets() {
    assertThat(draft("[2001:db8::1]", Optional.empty()).host()).isEqualTo("2001:db8::1");
    assertThat(draft("::1", Optional.empty()).host()).isEqualTo("::1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-----BEGIN CERTIFICATE-----\nxxx\n-----END CERTIFICATE-----"})
  void refusesACertificateThatCannotBeRead(String pem) {
    assertThatThrownBy(() -> draft("relay.example", Optional.of(pem)))
        .hasMessageStartingWith("caPem holds");
  }

  @Test
  void takesACertificate(@TempDir Path folder) throws Exception {
    String pem = TestCertificate.make(folder, "dns:localhost").pem();
    assertThat(draft("relay.example", Optional.of(pem)).caPem()).contains(pem);
  }
}
