package io.mailwright.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.delivery.courier.BeforeDot;
import io.mailwright.delivery.courier.Courier;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.subethamail.smtp.server.SMTPServer;

class ConnectionPoolTest {
  private static final Envelope ANN = new Envelope("bounce@example.com", "ann@example.net");

  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger opened = new AtomicInteger();
  private final SettableClock clock = new SettableClock();
  private SMTPServer server;
  private ConnectionPool pool;
  private ServerEndpoint endpoint;

  @BeforeEach
  void start() throws Exception {
    server =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getByName("127.0.0.1"))
            .messageHandler((context, from, to, data) -> {})
            .build();
    server.start();
    SmtpCourier courier = new SmtpCourier(watchdog);
    Courier counting =
        (e, killSwitch) -> {
          opened.incrementAndGet();
          return courier.open(e, killSwitch);
        };
    pool = new ConnectionPool(counting, clock, Duration.ofSeconds(60));
    endpoint =
        ServerEndpoint.of("127.0.0.1", server.getPortAllocated(), TlsMode.NONE).withLimits(2, 3);
  }

  @AfterEach
  void stop() {
    pool.close();
    server.stop();
    watchdog.shutdownNow();
  }

  private CourierSession borrow() throws Exception {
    return pool.borrow(endpoint, Duration.ZERO).orElseThrow();
  }

  private void sendOne() throws Exception {
    try (CourierSession session = borrow()) {
      assertThat(session.send(ANN, TextBody.HELLO, BeforeDot.ALLOW))
          .isInstanceOf(Outcome.Accepted.class);
    }
  }

  @Test
  void usesAKeptConnectionAgainUntilItHasSentItsShare() throws Exception {
    for (int i = 0; i < 3; i++) {
      sendOne();
    }
    assertThat(opened).hasValue(1);
    sendOne();
    assertThat(opened).hasValue(2);
  }

  @Test
  void lendsNoMoreThanTheEndpointAllows() throws Exception {
    try (CourierSession first = borrow()) {
      CourierSession second = borrow();
      assertThat(first.isUsable()).isTrue();
      assertThat(pool.borrow(endpoint, Duration.ZERO)).isEmpty();
      second.close();
      second.close();
      try (CourierSession third = borrow()) {
        assertThat(third.isUsable()).isTrue();
        assertThat(pool.borrow(endpoint, Duration.ofMillis(5))).isEmpty();
      }
    }
    assertThat(opened).hasValue(2);
  }

  @Test
  void wakesWhoWaitsWhenAConnectionComesBack() throws Exception {
    CourierSession first = borrow();
    CourierSession second = borrow();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      var waiting = other.submit(() -> pool.borrow(endpoint, Duration.ofSeconds(10)).orElseThrow());
      second.close();
      waiting.get(10, TimeUnit.SECONDS).close();
    } finally {
      other.shutdownNow();
    }
    first.close();
    assertThat(opened).hasValue(2);
  }

  @Test
  void closesWhatWasNotUsedForLong() throws Exception {
    sendOne();
    clock.now = clock.now.plusSeconds(59);
    sendOne();
    assertThat(opened).hasValue(1);
    clock.now = clock.now.plusSeconds(60);
    sendOne();
    assertThat(opened).hasValue(2);
  }

  @Test
  void givesThePermitBackWhenNoConnectionCanBeOpened() throws Exception {
    server.stop();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(this::borrow).isInstanceOf(RouteFailure.class);
    }
  }

  @Test
  void aLowerLimitCountsTheConnectionsThatAreOpenAlready() throws Exception {
    CourierSession first = borrow();
    CourierSession second = borrow();
    ServerEndpoint narrow = endpoint.withLimits(1, 3);
    assertThat(pool.borrow(narrow, Duration.ZERO)).isEmpty();
    first.close();
    assertThat(first.isUsable()).isFalse();
    assertThat(pool.borrow(narrow, Duration.ZERO)).isEmpty();
    second.close();
    try (CourierSession third = pool.borrow(narrow, Duration.ZERO).orElseThrow()) {
      assertThat(third.isUsable()).isTrue();
      assertThat(pool.borrow(narrow, Duration.ZERO)).isEmpty();
    }
    assertThat(opened).as("what was kept is used again").hasValue(2);
  }

  @Test
  void aHigherLimitLetsWhoComesNextIn() throws Exception {
    ServerEndpoint narrow = endpoint.withLimits(1, 3);
    try (CourierSession first = pool.borrow(narrow, Duration.ZERO).orElseThrow();
        CourierSession second = pool.borrow(endpoint, Duration.ZERO).orElseThrow()) {
      assertThat(first.isUsable()).isTrue();
      assertThat(second.isUsable()).isTrue();
    }
    assertThat(opened).hasValue(2);
  }

  @Test
  void fewerMailsPerConnectionHoldForAConnectionThatIsKept() throws Exception {
    sendOne();
    sendOne();
    try (CourierSession session =
        pool.borrow(endpoint.withLimits(2, 2), Duration.ZERO).orElseThrow()) {
      assertThat(session.mailsSent()).isZero();
    }
    assertThat(opened).hasValue(2);
  }

  private CourierSession borrowFrom(String source) throws Exception {
    return pool.borrow(
            endpoint.withSource(Optional.of(InetAddress.getByName(source))), Duration.ZERO)
        .orElseThrow();
  }

  @Test
  void sourcesShareTheServersLimitAndNoConnection() throws Exception {
    try (CourierSession first = borrowFrom("127.0.0.2");
        CourierSession second = borrowFrom("127.0.0.3")) {
      assertThat(first.isUsable() && second.isUsable()).isTrue();
      assertThat(pool.borrow(endpoint, Duration.ZERO)).as("a third connection").isEmpty();
    }
    borrowFrom("127.0.0.3").close();
    borrowFrom("127.0.0.2").close();
    assertThat(opened).as("each is kept for its source").hasValue(2);
    borrowFrom("127.0.0.4").close();
    borrowFrom("127.0.0.2").close();
    assertThat(opened).as("the one that was not used for longest made room").hasValue(3);
    borrowFrom("127.0.0.3").close();
    assertThat(opened).hasValue(4);
  }

  @Test
  void lendsNothingAfterItWasClosed() throws Exception {
    CourierSession out = borrow();
    pool.close();
    assertThat(pool.borrow(endpoint, Duration.ZERO)).isEmpty();
    out.close();
    assertThat(out.isUsable()).isFalse();
    assertThat(out.send(ANN, TextBody.HELLO, BeforeDot.ALLOW)).isInstanceOf(Outcome.NotTried.class);
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
