package io.mailwright.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.courier.BeforeDot;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.MailSource;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.OutgoingMail;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.testing.SmtpSink;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.subethamail.smtp.server.SMTPServer;

/** Mails of many sizes over one connection: every octet arrives, and none waits for another. */
class MailSizesTest {
  private static final Envelope ANN = new Envelope("bounce@example.com", "ann@example.net");
  private static final int MAILS = 31;

  /**
   * Linux acknowledges 40 ms late what it has no answer to, and Nagle's algorithm keeps a short
   * segment back until then. Without it these mails take a fraction of this.
   */
  private static final Duration STALL = Duration.ofMillis(30);

  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final SmtpCourier courier = new SmtpCourier(watchdog);

  @AfterEach
  void stopTheWatchdog() {
    watchdog.shutdownNow();
  }

  /** Lines of different lengths, some of which begin with a dot. */
  private static TextBody body(int octets) {
    StringBuilder text = new StringBuilder(octets + 2).append("Subject: t\r\n\r\n");
    for (int i = 0; text.length() < octets - 100; i++) {
      text.append(i % 10 == 0 ? "." : "").append("x".repeat(i % 77)).append("\r\n");
    }
    return new TextBody(
        text.append("y".repeat(octets - 2 - text.length())).append("\r\n").toString());
  }

  /** One mail again and again; keeps how long each took from the end of the one before. */
  private static final class Repeated implements MailSource {
    private final TextBody body;
    private int given;
    private long before = System.nanoTime();
    final List<Duration> times = new ArrayList<>();
    final List<Outcome> outcomes = new ArrayList<>();

    Repeated(TextBody body) {
      this.body = body;
    }

    @Override
    public Optional<OutgoingMail> next(boolean mayWait) {
      return given++ < MAILS ? Optional.of(new OutgoingMail(ANN, body)) : Optional.empty();
    }

    @Override
    public boolean mayFinish(OutgoingMail mail) {
      return true;
    }

    @Override
    public void concluded(OutgoingMail mail, Outcome outcome) {
      outcomes.add(outcome);
      times.add(Duration.ofNanos(System.nanoTime() - before));
      before = System.nanoTime();
    }

    Duration middle() {
      return times.stream().sorted().toList().get(times.size() / 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 8_100, 10_000, 65_400, 65_600, 70_000, 140_000})
  void noMailWaitsForAnAcknowledgement(int octets) throws Exception {
    Repeated mails = new Repeated(body(octets));
    try (SmtpSink sink = new SmtpSink();
        CourierSession session =
            courier.open(ServerEndpoint.of("127.0.0.1", sink.port(), TlsMode.NONE))) {
      session.sendAll(mails);
    }
    assertThat(mails.outcomes).hasSize(MAILS).hasOnlyElementsOfType(Outcome.Accepted.class);
    assertThat(mails.middle()).as("the middle one of %s", mails.times).isLessThan(STALL);
  }

  @ParameterizedTest
  @ValueSource(ints = {8_100, 10_000, 65_536, 1_000_000, 10_000_000})
  void everyOctetArrives(int octets) throws Exception {
    TextBody body = body(octets);
    List<byte[]> received = new CopyOnWriteArrayList<>();
    SMTPServer server =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getByName("127.0.0.1"))
            .maxMessageSize(0)
            .messageHandler((context, from, to, data) -> received.add(data))
            .build();
    server.start();
    try (CourierSession session =
        courier.open(ServerEndpoint.of("127.0.0.1", server.getPortAllocated(), TlsMode.NONE))) {
      for (int i = 0; i < 2; i++) {
        assertThat(session.send(ANN, body, BeforeDot.ALLOW)).isInstanceOf(Outcome.Accepted.class);
      }
    } finally {
      server.stop();
    }
    byte[] sent = body.text().getBytes(StandardCharsets.ISO_8859_1);
    assertThat(sent).hasSize(octets);
    assertThat(received)
        .hasSize(2)
        .allSatisfy(data -> assertThat(endsWith(data, sent)).as("the same octets").isTrue());
  }

  /** The server puts a field of its own in front. */
  private static boolean endsWith(byte[] data, byte[] sent) {
    int added = data.length - sent.length;
    return added >= 0 && Arrays.equals(data, added, data.length, sent, 0, sent.length);
  }

  @Test
  void holdsNoSegmentBack() throws Exception {
    assertThat(new PlainSockets(new LiveSocket()).createSocket().getTcpNoDelay()).isTrue();
  }
}
