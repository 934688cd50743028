package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.kernel.db.Database;
import io.mailwright.sandbox.provider.ProviderServer;
import io.mailwright.sandbox.provider.SimulatedProvider;
import io.mailwright.sandbox.provider.SimulatedSite;
import io.mailwright.sandbox.provider.SiteSpec;
import io.mailwright.sandbox.provider.SiteVerdict;
import io.mailwright.testing.TestDatabases;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Eight workers, and a server or a site that takes three connections at a time. */
class FewConnectionsTest {
  private static final int WORKERS = 8;
  private static final int TAKEN = 3;
  private static final Duration LATENCY = Duration.ofMillis(20);

  private final Clock clock = Clock.systemUTC();
  private final Database database = TestDatabases.h2();

  private static SiteSpec.Builder few() {
    return SiteSpec.named("few")
        .domain("few.example")
        .connections(TAKEN)
        .latency(LATENCY, Duration.ZERO);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private SendRig rig(List<String> addresses, int port) {
    Ledger ledger = Ledgers.prepared(database, clock, SendRig.CAMPAIGN, addresses, 8);
    ServerEndpoint endpoint =
        ServerEndpoint.of("127.0.0.1", port, TlsMode.NONE).withLimits(16, 1000);
    return SendRig.by(
        ledger, clock, List.of(Route.ofServer(1, "Relay", 1, Duration.ZERO, endpoint)));
  }

  private static List<String> people(int many, String domain) {
    return new ArrayList<>(IntStream.range(0, many).mapToObj(i -> "p" + i + "@" + domain).toList());
  }

  private static void sendAll(SendRig rig) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        LaneWorker worker = rig.worker(i);
        workers.add(
            threads.submit(
                () -> {
                  rig.sendAll(worker);
                  return null;
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aServerGetsAsManyAsItTakesAndIsNotPutToRest() throws Exception {
    SimulatedSite site = new SimulatedSite(few().build(), clock, 1);
    try (ProviderServer server = ProviderServer.alone(site, anyPort())) {
      server.start();
      try (SendRig rig = rig(people(400, "few.example"), server.port())) {
        sendAll(rig);
        assertThat(Ledgers.counts(database, SendRig.CAMPAIGN).of(DeliveryState.SENT))
            .isEqualTo(400);
        assertThat(rig.health.restOf(1)).isEmpty();
      }
      assertThat(site.tally().of(SiteVerdict.OVER_CONNECTIONS))
          .as("refused connections")
          .isBetween(1L, 2L * WORKERS);
    }
  }

  @Test
  void aSiteGetsAsManyAsItTakesAndKeepsNoOtherBack() throws Exception {
    SimulatedProvider provider =
        new SimulatedProvider(
            List.of(few().build(), SiteSpec.named("open").domain("open.example").build()),
            clock,
            1);
    SimulatedSite few = provider.site("few").orElseThrow();
    try (ProviderServer server = ProviderServer.relay(provider, anyPort())) {
      server.start();
      List<String> addresses = people(300, "few.example");
      addresses.addAll(people(300, "open.example"));
      try (SendRig rig = rig(addresses, server.port())) {
        sendAll(rig);
      }
      long refused = few.tally().of(SiteVerdict.OVER_CONNECTIONS);
      assertThat(refused).as("mails put off").isBetween(1L, 2L * WORKERS);
      assertThat(few.tally().of(SiteVerdict.ACCEPTED)).isEqualTo(300 - refused);
      assertThat(Ledgers.counts(database, SendRig.CAMPAIGN).of(DeliveryState.DEFERRED))
          .isEqualTo(refused);
      assertThat(provider.site("open").orElseThrow().tally().of(SiteVerdict.ACCEPTED))
          .isEqualTo(300);
    }
  }
}
