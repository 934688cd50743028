package io.mailwright.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.mailwright.content.program.MailBody;
import io.mailwright.content.program.MailHeader;
import io.mailwright.content.program.MailSender;
import io.mailwright.content.program.MessageProgram;
import io.mailwright.content.render.RenderedMail;
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
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.testing.GreenMailCertificate;
import io.mailwright.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.subethamail.smtp.server.SMTPServer;

/** The courier against servers that others wrote. */
class RealServersTest {
  private static final ScheduledExecutorService WATCHDOG =
      Executors.newSingleThreadScheduledExecutor();
  private static final Envelope ANN = new Envelope("bounce@example.com", "ann@example.net");

  private static TestCertificate certificate;
  private static GreenMail greenMail;

  private final SmtpCourier courier = new SmtpCourier(WATCHDOG);

  @BeforeAll
  static void start() throws Exception {
    certificate = GreenMailCertificate.get();
    greenMail =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
            });
    greenMail.setUser("ann@example.net", "ann", "s3cret");
    greenMail.start();
  }

  @AfterAll
  static void stop() {
    greenMail.stop();
    WATCHDOG.shutdownNow();
  }

  private static MailBody hello() {
    MailSender sender =
        new MailSender(EmailAddress.of("news@example.com"), Optional.of("News"), Optional.empty());
    return MessageProgram.of(sender, List.of(), Optional.empty())
        .encode(
            new MailHeader(
                EmailAddress.of("ann@example.net"),
                Optional.empty(),
                "<1@example.com>",
                Instant.EPOCH),
            new RenderedMail("Grüße", "<p>你好</p>", Optional.of("你好\n.\n"), List.of()));
  }

  private void sendsTwo(ServerEndpoint endpoint) throws RouteFailure, InterruptedException {
    try (CourierSession session = courier.open(endpoint)) {
      for (int i = 0; i < 2; i++) {
        assertThat(session.send(ANN, hello(), BeforeDot.ALLOW))
            .isInstanceOf(Outcome.Accepted.class);
      }
    }
  }

  @Test
  void sendsInTheClear() throws Exception {
    greenMail.purgeEmailFromAllMailboxes();
    sendsTwo(ServerEndpoint.of("127.0.0.1", greenMail.getSmtp().getPort(), TlsMode.NONE));
    assertThat(greenMail.getReceivedMessages()).hasSize(2);
    assertThat(greenMail.getReceivedMessages()[0].getSubject()).isEqualTo("Grüße");
  }

  @Test
  void sendsOverImplicitTls() throws Exception {
    sendsTwo(
        ServerEndpoint.of("127.0.0.1", greenMail.getSmtps().getPort(), TlsMode.TLS)
            .withCaPem(certificate.pem()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Credentials.Method.class,
      names = {"PLAIN", "LOGIN"})
  void logsIn(Credentials.Method method) throws Exception {
    ServerEndpoint endpoint =
        ServerEndpoint.of("127.0.0.1", greenMail.getSmtp().getPort(), TlsMode.NONE);
    sendsTwo(endpoint.withCredentials(new Credentials(method, "ann", Secret.of("s3cret"))));
    assertThatThrownBy(
            () ->
                courier.open(
                    endpoint.withCredentials(new Credentials(method, "ann", Secret.of("wrong")))))
        .isInstanceOfSatisfying(
            RouteFailure.class, f -> assertThat(f.phase()).isEqualTo(Phase.AUTH));
  }

  @Test
  void sendsOverStartTls() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    SMTPServer server =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getByName("127.0.0.1"))
            .enableTLS()
            .requireTLS()
            .startTlsSocketFactory(certificate.serverContext())
            .messageHandler((context, from, to, data) -> received.add(to))
            .build();
    server.start();
    try {
      sendsTwo(
          ServerEndpoint.of("127.0.0.1", server.getPortAllocated(), TlsMode.STARTTLS)
              .withCaPem(certificate.pem()));
    } finally {
      server.stop();
    }
    assertThat(received).containsExactly("ann@example.net", "ann@example.net");
  }

  @Test
  void sendsOverIpv6() throws Exception {
    InetAddress loopback = InetAddress.getByName("::1");
    assumeThat(canBind(loopback)).as("IPv6 is there").isTrue();
    List<String> received = new CopyOnWriteArrayList<>();
    SMTPServer server =
        SMTPServer.port(0)
            .bindAddress(loopback)
            .messageHandler((context, from, to, data) -> received.add(to))
            .build();
    server.start();
    try {
      sendsTwo(ServerEndpoint.of("[::1]", server.getPortAllocated(), TlsMode.NONE));
    } finally {
      server.stop();
    }
    assertThat(received).hasSize(2);
  }

  private static boolean canBind(InetAddress address) {
    try (ServerSocket socket = new ServerSocket(0, 1, address)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
