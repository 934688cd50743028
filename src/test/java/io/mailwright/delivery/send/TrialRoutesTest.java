package io.mailwright.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.content.program.MailBody;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.TroubleKind;
import io.mailwright.smtp.ConnectionPool;
import io.mailwright.smtp.SmtpCourier;
import io.mailwright.testing.MemoryRouteStates;
import io.mailwright.testing.SmtpSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrialRoutesTest {
  private static final Envelope ENVELOPE = new Envelope("news@example.com", "ann@example.org");
  private static final byte[] TEXT =
      "Subject: t\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final ConnectionPool connections =
      new ConnectionPool(new SmtpCourier(watchdog), Clock.systemUTC(), Duration.ofMinutes(1));
  private final RouteHealth health = new RouteHealth(new MemoryRouteStates(), Clock.systemUTC());
  private final TrialRoutes trial = new TrialRoutes(health, connections);
  private SmtpSink first;
  private SmtpSink second;

  @BeforeEach
  void open() throws IOException {
    first = new SmtpSink();
    second = new SmtpSink();
  }

  @AfterEach
  void close() throws IOException {
    connections.close();
    first.close();
    second.close();
    watchdog.shutdownNow();
  }

  private static Route route(long id, int port) {
    return Route.ofServer(
        id, "Relay " + id, 1, Duration.ZERO, ServerEndpoint.of("127.0.0.1", port, TlsMode.NONE));
  }

  private TrialSender.Answer send() throws InterruptedException {
    return send(first.port());
  }

  private TrialSender.Answer send(int firstPort) throws InterruptedException {
    MailBody body =
        new MailBody() {
          @Override
          public long size() {
            return TEXT.length;
          }

          @Override
          public boolean needsSmtpUtf8() {
            return false;
          }

          @Override
          public void writeTo(OutputStream out) throws IOException {
            out.write(TEXT);
          }
        };
    return trial.send(List.of(route(1, firstPort), route(2, second.port())), ENVELOPE, body);
  }

  @Test
  void takesTheFirst() throws Exception {
    assertThat(send().accepted()).isTrue();
    assertThat(first.mails()).isEqualTo(1);
  }

  @Test
  void goesByAnotherWhereTheFirstIsInTrouble() throws Exception {
    health.trouble(1, TroubleKind.REFUSED, Duration.ofMinutes(30), "listed");
    assertThat(send().accepted()).isTrue();
    assertThat(first.mails()).isZero();
    assertThat(second.mails()).isEqualTo(1);
  }

  @Test
  void goesByAnotherWhereTheFirstLetsNobodyIn() throws Exception {
    try (Socket bound = new Socket()) {
      // Nobody listens there, and no other process gets the port meanwhile.
      bound.bind(new InetSocketAddress("127.0.0.1", 0));
      assertThat(send(bound.getLocalPort()).accepted()).isTrue();
    }
    assertThat(second.mails()).isEqualTo(1);
  }

  @Test
  void triesOneInTroubleWhereNoneIsFit() throws Exception {
    health.takeOut(1, "taken out by ann");
    health.trouble(2, TroubleKind.REFUSED, Duration.ofMinutes(30), "listed");
    assertThat(send().accepted()).isTrue();
    assertThat(second.mails()).isEqualTo(1);
  }

  @Test
  void goesByNoneThatAPersonTookOut() throws Exception {
    health.takeOut(1, "taken out by ann");
    health.takeOut(2, "taken out by ann");
    TrialSender.Answer answer = send();
    assertThat(answer.accepted()).isFalse();
    assertThat(answer.words()).isEqualTo("no server can be used: taken out by ann");
    assertThat(first.mails() + second.mails()).isZero();
  }
}
