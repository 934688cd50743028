package io.mailwright.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.delivery.courier.BeforeDot;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.KillSwitch;
import io.mailwright.delivery.courier.MailSource;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.OutgoingMail;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.testing.ScriptedSmtpPeer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who talks with a server that says nothing can be ended: its own time-outs are minutes. */
class SilentServerTest {
  private static final Envelope ANN = new Envelope("bounce@example.com", "ann@example.net");
  private static final long SOON_SECONDS = 10;

  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final SmtpCourier courier = new SmtpCourier(watchdog);
  private final KillSwitch killSwitch = new KillSwitch();

  @AfterEach
  void stop() {
    worker.shutdownNow();
    watchdog.shutdownNow();
  }

  private static ServerEndpoint endpoint(ScriptedSmtpPeer peer, TlsMode tls) {
    return ServerEndpoint.of("127.0.0.1", peer.port(), tls);
  }

  private static Outcome send(CourierSession session) throws InterruptedException {
    return session.send(ANN, TextBody.HELLO, BeforeDot.ALLOW);
  }

  /** What comes of the work when the switch is pulled in the server's silence. */
  private <T> T pulledInSilence(ScriptedSmtpPeer peer, Callable<T> work) throws Exception {
    Future<T> result = worker.submit(work);
    peer.awaitSilence();
    killSwitch.pull();
    T value = result.get(SOON_SECONDS, TimeUnit.SECONDS);
    peer.assertPlayed();
    return value;
  }

  @ParameterizedTest
  @CsvSource({
    "silent-greeting,NONE",
    "silent-greeting,TLS",
    "silent-ehlo,NONE",
    "silent-handshake,STARTTLS"
  })
  void aSessionThatIsBeingOpenedIsCut(String dialog, TlsMode tls) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      assertThatThrownBy(
              () -> pulledInSilence(peer, () -> courier.open(endpoint(peer, tls), killSwitch)))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(RouteFailure.class);
    }
  }

  @Test
  void noSessionIsOpenedAfterwards() throws Exception {
    killSwitch.pull();
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("silent-greeting")) {
      assertThatThrownBy(() -> courier.open(endpoint(peer, TlsMode.NONE), killSwitch))
          .isInstanceOf(RouteFailure.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "silent-mail",
        "silent-rcpt",
        "silent-data",
        "silent-pipelined",
        "silent-lone-dot"
      })
  void aMailWithoutADotIsNotTried(String dialog) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog);
        CourierSession session = courier.open(endpoint(peer, TlsMode.NONE), killSwitch)) {
      assertThat(pulledInSilence(peer, () -> send(session))).isInstanceOf(Outcome.NotTried.class);
      assertThat(session.isUsable()).isFalse();
    }
  }

  /** A mail whose source waits less for an answer than the server's time-out. */
  private static final class Impatient implements MailSource {
    private boolean given;
    private Outcome outcome;

    @Override
    public Optional<OutgoingMail> next(boolean mayWait) {
      Optional<OutgoingMail> mail =
          given ? Optional.empty() : Optional.of(new OutgoingMail(ANN, TextBody.HELLO));
      given = true;
      return mail;
    }

    @Override
    public Duration patience(OutgoingMail mail) {
      return Duration.ofMillis(300);
    }

    @Override
    public boolean mayFinish(OutgoingMail mail) {
      return true;
    }

    @Override
    public void concluded(OutgoingMail mail, Outcome what) {
      outcome = what;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "silent-mail,MAIL",
    "silent-rcpt,RCPT",
    "silent-data,DATA",
    "silent-pipelined,MAIL",
  })
  void aMailIsGivenUpWhenItsSourceHasNoMorePatience(String dialog, Phase phase) throws Exception {
    Impatient source = new Impatient();
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog);
        CourierSession session = courier.open(endpoint(peer, TlsMode.NONE), killSwitch)) {
      session.sendAll(source);
      assertThat(source.outcome).isEqualTo(new Outcome.Silent(phase, Duration.ofMillis(300)));
      assertThat(session.isUsable()).isFalse();
      peer.assertPlayed();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"silent-second-mail", "silent-when-reopened"})
  void aMailOverAKeptConnectionMovesToNoOther(String dialog) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog);
        ConnectionPool pool =
            new ConnectionPool(courier, Clock.systemUTC(), Duration.ofMinutes(1))) {
      ServerEndpoint endpoint = endpoint(peer, TlsMode.NONE);
      try (CourierSession first = pool.borrow(endpoint, Duration.ZERO).orElseThrow()) {
        assertThat(send(first)).isInstanceOf(Outcome.Accepted.class);
      }
      try (CourierSession kept = pool.borrow(endpoint, Duration.ZERO, killSwitch).orElseThrow()) {
        assertThat(pulledInSilence(peer, () -> send(kept))).isInstanceOf(Outcome.NotTried.class);
      }
    }
  }

  /** Whoever has the connection next must keep it. */
  @Test
  void aConnectionThatWasGivenBackIsNotCut() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("takes-two");
        ConnectionPool pool =
            new ConnectionPool(courier, Clock.systemUTC(), Duration.ofMinutes(1))) {
      ServerEndpoint endpoint = endpoint(peer, TlsMode.NONE);
      Envelope ann = new Envelope("bounces@example.com", "ann@example.net");
      try (CourierSession first = pool.borrow(endpoint, Duration.ZERO, killSwitch).orElseThrow()) {
        assertThat(first.send(ann, TextBody.HELLO, BeforeDot.ALLOW))
            .isInstanceOf(Outcome.Accepted.class);
        killSwitch.letGo();
      }
      try (CourierSession kept = pool.borrow(endpoint, Duration.ZERO).orElseThrow()) {
        killSwitch.pull();
        assertThat(kept.send(ann, TextBody.HELLO, BeforeDot.ALLOW))
            .isInstanceOf(Outcome.Accepted.class);
      }
    }
  }
}
