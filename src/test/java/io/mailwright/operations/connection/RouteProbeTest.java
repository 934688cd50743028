package io.mailwright.operations.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.routing.route.HealthState;
import io.mailwright.routing.route.RouteCondition;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.TroubleKind;
import io.mailwright.smtp.SmtpCourier;
import io.mailwright.testing.ClosedPort;
import io.mailwright.testing.MemoryRouteStates;
import io.mailwright.testing.ScriptedSmtpPeer;
import io.mailwright.testing.SettableClock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouteProbeTest {
  private static final long ROUTE = 1;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));
  private final RouteHealth health = new RouteHealth(new MemoryRouteStates(), clock);
  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final RouteProbe probe = new RouteProbe(health, new SmtpCourier(watchdog));

  @AfterEach
  void stop() {
    watchdog.shutdownNow();
  }

  private RouteCondition dueAfter(TroubleKind kind) {
    health.trouble(ROUTE, kind, Duration.ofMinutes(5), "Relay: trouble");
    assertThat(health.due()).isEmpty();
    clock.forward(Duration.ofSeconds(5));
    return health.due().get(0);
  }

  private static ServerEndpoint endpoint(int port) {
    return ServerEndpoint.of("127.0.0.1", port, TlsMode.NONE);
  }

  @Test
  void aServerThatAnswersAgainComesBackWithoutAMail() throws Exception {
    RouteCondition due = dueAfter(TroubleKind.NO_SESSION);
    assertThat(RouteProbe.isUseful(due)).isTrue();
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("says-hello")) {
      probe.of(
          due,
          "Relay (127.0.0.2)",
          endpoint(peer.port()).withSource(Optional.of(InetAddress.getByName("127.0.0.2"))));
      peer.assertPlayed();
      assertThat(peer.client()).isEqualTo("127.0.0.2");
    }
    assertThat(health.stateOf(ROUTE)).isEqualTo(HealthState.HEALTHY);
  }

  @Test
  void aServerThatIsStillDownRestsTwiceAsLong() throws Exception {
    RouteCondition due = dueAfter(TroubleKind.NO_SESSION);
    try (ClosedPort nobody = new ClosedPort()) {
      probe.of(due, "Relay", endpoint(nobody.port()));
    }
    assertThat(health.stateOf(ROUTE)).isEqualTo(HealthState.QUARANTINED);
    assertThat(health.restOf(ROUTE).orElseThrow())
        .satisfies(
            rest -> {
              assertThat(rest.until()).isEqualTo(clock.instant().plusSeconds(10));
              assertThat(rest.why()).startsWith("Relay: no session with ");
            });
  }

  @Test
  void aServerThatLetsAConnectionWaitHasTwiceTheTimeTheNext() throws Exception {
    RouteHealth impatient = new RouteHealth(new MemoryRouteStates(), clock, Duration.ofMillis(200));
    impatient.trouble(ROUTE, TroubleKind.NO_SESSION, Duration.ofMinutes(5), "Relay: trouble");
    clock.forward(Duration.ofSeconds(5));
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      new RouteProbe(impatient, new SmtpCourier(watchdog))
          .of(impatient.due().get(0), "Relay", endpoint(silent.getLocalPort()));
    }
    assertThat(impatient.stateOf(ROUTE)).isEqualTo(HealthState.QUARANTINED);
    assertThat(impatient.restOf(ROUTE).orElseThrow().why())
        .contains("no answer from the server in time");
    assertThat(impatient.openings().with(ROUTE)).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void aRouteThatWasBlockListedIsLeftForOneMailToTry() throws Exception {
    RouteCondition due = dueAfter(TroubleKind.REFUSED);
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("says-hello")) {
      probe.of(due, "Relay", endpoint(peer.port()));
      peer.assertPlayed();
    }
    assertThat(health.stateOf(ROUTE)).isEqualTo(HealthState.PROBING);
    assertThat(RouteProbe.isUseful(health.due().get(0))).as("another connection").isFalse();
    RouteHealth.Pass mail = health.enter(ROUTE).orElseThrow();
    assertThat(health.isTrial(mail)).isTrue();
    health.good(mail);
    assertThat(health.stateOf(ROUTE)).isEqualTo(HealthState.HEALTHY);
  }

  @Test
  void aRouteThatIsTriedOrTakenOutMeanwhileIsLeftAlone() throws Exception {
    RouteCondition due = dueAfter(TroubleKind.NO_SESSION);
    health.takeOut(ROUTE, "Relay: taken out by ann");
    try (ClosedPort nobody = new ClosedPort()) {
      probe.of(due, "Relay", endpoint(nobody.port()));
    }
    assertThat(health.stateOf(ROUTE)).isEqualTo(HealthState.OUT);
    assertThat(health.restOf(ROUTE).orElseThrow().why()).isEqualTo("Relay: taken out by ann");
  }
}
