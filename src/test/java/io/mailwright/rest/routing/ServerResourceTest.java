package io.mailwright.rest.routing;

import static io.mailwright.rest.TestBodies.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.routing.ServerDraft;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerResourceTest {
  @Test
  void nullBringsBackTheDefault() {
    ServerDraft server =
        ServerResource.draft(
            body(
                "{\"name\":\"R\",\"host\":\"r.example\",\"port\":25,\"tls\":\"starttls\","
                    + "\"tlsRequired\":false,\"maxConnections\":3}"),
            Optional.empty());
    ServerDraft reset =
        ServerResource.draft(
            body("{\"tlsRequired\":null,\"maxConnections\":null}"), Optional.of(server));
    assertThat(reset.tlsRequired()).isTrue();
    assertThat(reset.maxConnections()).isEqualTo(ServerDraft.DEFAULT_CONNECTIONS);
  }
}
