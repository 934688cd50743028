package io.mailwright.runtime.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.ErrorCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class HttpAddressTest {
  @Test
  void saysInOneLineThatThePortIsTaken() throws Exception {
    int port;
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = other.getLocalPort();
      HttpAddress address = HttpAddress.of("127.0.0.1", port);
      assertThatThrownBy(address::checkFree)
          .isInstanceOfSatisfying(
              StartFailure.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.PORT_TAKEN);
                assertThat(e.line())
                    .startsWith("MW-1805 ")
                    .contains(Integer.toString(port))
                    .contains("--port")
                    .doesNotContain("\n");
              });
    }
    HttpAddress.of("127.0.0.1", port).checkFree();
  }

  @Test
  void tellsABrowserWhereItIs() throws Exception {
    assertThat(HttpAddress.of("127.0.0.1", 80).url()).hasToString("http://127.0.0.1:80/");
    assertThat(HttpAddress.of("0.0.0.0", 8080).url()).hasToString("http://localhost:8080/");
    assertThat(HttpAddress.of("::1", 8080).url()).hasToString("http://[0:0:0:0:0:0:0:1]:8080/");
  }

  @Test
  void refusesTheAddressOfAnotherMachine() {
    assertThatThrownBy(() -> HttpAddress.of("192.0.2.1", 8080))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("MAILWRIGHT_HTTP_ADDRESS");
  }
}
