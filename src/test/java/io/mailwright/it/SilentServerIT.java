package io.mailwright.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.testing.Api;
import io.mailwright.testing.Scenario;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mail server that takes connections and never says a word. */
class SilentServerIT {
  private final Api api = ServerUnderTest.shared().api();
  private final Scenario scenario = new Scenario(api);

  private long campaign(long pool, String more) {
    return scenario.campaign(
        scenario.list(List.of(Api.unique("ann").replace(' ', '.') + "@example.net")),
        scenario.template("Hi", "<p>Hi</p>"),
        pool,
        more);
  }

  private long sandboxPool() {
    return Scenario.id(api.get("/api/pools").ok().getJsonArray("items").getJsonObject(0));
  }

  /** A worker comes first, and gives up; then a probe, which has more patience. */
  private static Socket secondCaller(ServerSocket silent) throws IOException {
    try (Socket worker = silent.accept()) {
      assertThat(worker.getInputStream().read()).as("hung up").isEqualTo(-1);
    }
    return silent.accept();
  }

  @Test
  void holdsUpNeitherTheClockNorOtherCampaigns() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      silent.setSoTimeout((int) Scenario.LONG.toMillis());
      long stuck = campaign(scenario.poolOf(silent.getLocalPort()), "");
      api.post("/api/campaigns/" + stuck + "/start").ok();
      try (Socket probe = secondCaller(silent)) {
        Instant soon = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        long planned = campaign(sandboxPool(), ",\"startAt\":\"" + soon + "\"");
        JsonObject done = scenario.awaitState(planned, "completed");
        assertThat(Scenario.count(done, "sent")).isEqualTo(1);
        probe.setSoTimeout(1);
        assertThatThrownBy(probe.getInputStream()::read)
            .as("the probe still waits")
            .isInstanceOf(SocketTimeoutException.class);
      }
      JsonObject waiting = scenario.awaitState(stuck, "waiting");
      assertThat(waiting.getString("why"))
          .startsWith("no server can be used: ")
          .contains("no session with 127.0.0.1:" + silent.getLocalPort());
      assertThat(Scenario.count(waiting, "pending")).as("no attempt").isEqualTo(1);
      api.post("/api/campaigns/" + stuck + "/cancel").ok();
    }
  }
}
