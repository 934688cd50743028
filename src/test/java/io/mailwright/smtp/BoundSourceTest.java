package io.mailwright.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.delivery.courier.BeforeDot;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Credentials;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.Secret;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.testing.ScriptedSmtpPeer;
import io.mailwright.testing.TestCertificate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The local address that a session leaves from, as the server sees it. */
class BoundSourceTest {
  private static final Envelope ANN = new Envelope("bounce@example.com", "ann@example.net");

  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final SmtpCourier courier = new SmtpCourier(watchdog);

  @AfterEach
  void stop() {
    watchdog.shutdownNow();
  }

  private static ServerEndpoint from(String source, ServerEndpoint endpoint)
      throws UnknownHostException {
    return endpoint.withSource(Optional.of(InetAddress.getByName(source)));
  }

  private void sendOne(ServerEndpoint endpoint) throws Exception {
    try (CourierSession session = courier.open(endpoint)) {
      assertThat(session.send(ANN, TextBody.HELLO, BeforeDot.ALLOW))
          .isInstanceOf(Outcome.Accepted.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.2", "127.0.0.3"})
  void isSeenByTheServer(String source) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("accepted")) {
      sendOne(from(source, ServerEndpoint.of("127.0.0.1", peer.port(), TlsMode.NONE)));
      peer.assertPlayed();
      assertThat(peer.client()).isEqualTo(source);
    }
  }

  @Test
  void isSeenByAServerWithStartTls(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "ip:127.0.0.1");
    try (ScriptedSmtpPeer peer =
        ScriptedSmtpPeer.playing("starttls-auth-plain", certificate.serverContext())) {
      sendOne(
          from("127.0.0.2", ServerEndpoint.of("127.0.0.1", peer.port(), TlsMode.STARTTLS))
              .withCaPem(certificate.pem())
              .withCredentials(
                  new Credentials(Credentials.Method.PLAIN, "ann", Secret.of("s3cret"))));
      peer.assertPlayed();
      assertThat(peer.client()).isEqualTo("127.0.0.2");
    }
  }

  @Test
  void isSeenByAServerWithTlsFromTheFirstByte(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "ip:127.0.0.1");
    try (ScriptedSmtpPeer peer =
        ScriptedSmtpPeer.playing("tls-accepted", certificate.serverContext())) {
      sendOne(
          from("127.0.0.3", ServerEndpoint.of("127.0.0.1", peer.port(), TlsMode.TLS))
              .withCaPem(certificate.pem()));
      peer.assertPlayed();
      assertThat(peer.client()).isEqualTo("127.0.0.3");
    }
  }

  @Test
  void thatIsNotOfThisMachineIsSaidAsSuch() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("accepted")) {
      ServerEndpoint endpoint =
          from("192.0.2.7", ServerEndpoint.of("127.0.0.1", peer.port(), TlsMode.NONE));
      assertThatThrownBy(() -> courier.open(endpoint))
          .isInstanceOfSatisfying(
              RouteFailure.class, e -> assertThat(e.phase()).isEqualTo(Phase.SOURCE))
          .hasMessageContaining("the source address 192.0.2.7 is none of this machine's");
      SmtpProbe.Report report = new SmtpProbe(courier).probe(endpoint);
      assertThat(report.finding()).isEqualTo(ProbeFinding.SOURCE_NOT_HERE);
    }
  }
}
