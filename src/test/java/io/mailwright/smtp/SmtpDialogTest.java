package io.mailwright.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.content.program.MailBody;
import io.mailwright.delivery.courier.BeforeDot;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TimeOuts;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.testing.ClosedPort;
import io.mailwright.testing.ScriptedSmtpPeer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The courier against servers that do what a script says. */
class SmtpDialogTest {
  private static final Envelope ANN = new Envelope("bounce@example.com", "ann@example.net");
  private static final TimeOuts SHORT =
      new TimeOuts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMillis(300));

  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final SmtpCourier courier = new SmtpCourier(watchdog);

  @AfterEach
  void stopTheWatchdog() {
    watchdog.shutdownNow();
  }

  private CourierSession open(ScriptedSmtpPeer peer) throws RouteFailure {
    return courier.open(ServerEndpoint.of("127.0.0.1", peer.port(), TlsMode.NONE));
  }

  private static Outcome send(CourierSession session) throws InterruptedException {
    return session.send(ANN, TextBody.HELLO, BeforeDot.ALLOW);
  }

  private Outcome play(String dialog, Envelope envelope, MailBody body) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      Outcome outcome;
      try (CourierSession session = open(peer)) {
        outcome = session.send(envelope, body, BeforeDot.ALLOW);
      }
      peer.assertPlayed();
      return outcome;
    }
  }

  private Outcome play(String dialog) throws Exception {
    return play(dialog, ANN, TextBody.HELLO);
  }

  private static SmtpReply reply(String wire) {
    return SmtpReply.parse(wire).orElseThrow();
  }

  @Test
  void keepsTheReplyToTheDot() throws Exception {
    assertThat(play("accepted")).isEqualTo(new Outcome.Accepted(reply("250 2.0.0 queued as 1")));
    assertThat(play("null-sender", new Envelope("", "ann@example.net"), TextBody.HELLO))
        .isInstanceOf(Outcome.Accepted.class);
  }

  @Test
  void tellsAPutOffSenderAndGoesOnOverTheSameConnection() throws Exception {
    sendsTheSecondMailAfter("mail-451", new Outcome.Deferred(Phase.MAIL, reply("451 4.3.0 later")));
  }

  @Test
  void tellsARefusedRecipientAndGoesOnOverTheSameConnection() throws Exception {
    sendsTheSecondMailAfter(
        "rcpt-550", new Outcome.RecipientRefused(reply("550 5.1.1 The account does not exist")));
  }

  @Test
  void tellsADeferralAfterTheDotAndGoesOnOverTheSameConnection() throws Exception {
    sendsTheSecondMailAfter(
        "dot-451", new Outcome.Deferred(Phase.DOT, reply("451 4.7.0 greylisted")));
  }

  private void sendsTheSecondMailAfter(String dialog, Outcome first) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      try (CourierSession session = open(peer)) {
        assertThat(send(session)).isEqualTo(first);
        assertThat(session.isUsable()).isTrue();
        assertThat(session.mailsSent()).isZero();
        assertThat(send(session)).isInstanceOf(Outcome.Accepted.class);
        assertThat(session.mailsSent()).isOne();
      }
      peer.assertPlayed();
    }
  }

  @Test
  void tellsWhoRefusedWhat() throws Exception {
    assertThat(play("mail-550"))
        .isEqualTo(new Outcome.SenderRefused(reply("550 5.1.8 not from you")));
    assertThat(play("rcpt-450"))
        .isEqualTo(new Outcome.Deferred(Phase.RCPT, reply("450 4.2.1 later")));
    assertThat(play("data-452"))
        .isEqualTo(new Outcome.Deferred(Phase.DATA, reply("452 4.3.1 no room")));
    assertThat(play("data-554"))
        .isEqualTo(new Outcome.ContentRefused(Phase.DATA, reply("554 5.5.1 no valid recipients")));
    assertThat(play("dot-554"))
        .isEqualTo(new Outcome.ContentRefused(Phase.DOT, reply("554 5.6.0 not this content")));
  }

  @ParameterizedTest
  @CsvSource({"mail-421,MAIL", "rcpt-421,RCPT", "data-421,DATA", "dot-421,DOT"})
  void usesNoConnectionAfter421(String dialog, Phase phase) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog);
        CourierSession session = open(peer)) {
      assertThat(send(session))
          .isEqualTo(new Outcome.Deferred(phase, reply("421 4.3.2 shutting down")));
      assertThat(session.isUsable()).isFalse();
      assertThat(send(session)).isInstanceOf(Outcome.NotTried.class);
      peer.assertPlayed();
    }
  }

  @Test
  void tellsALossBeforeTheDot() throws Exception {
    // More than the buffers between can hold, so that writing it must fail.
    TextBody large = new TextBody("Subject: t\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(500_000));
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("lost-before-dot");
        CourierSession session = open(peer)) {
      BeforeDot counting = () -> asked.incrementAndGet() > 0;
      assertThat(session.send(ANN, large, counting))
          .isInstanceOfSatisfying(
              Outcome.LostBeforeDot.class, o -> assertThat(o.phase()).isEqualTo(Phase.DATA));
      assertThat(asked).hasValue(0);
      assertThat(session.isUsable()).isFalse();
    }
    assertThat(play("lost-at-rcpt"))
        .isEqualTo(new Outcome.LostBeforeDot(Phase.RCPT, "the server closed the connection"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost-after-dot", "garbage-after-dot", "354-after-dot"})
  void isInDoubtWhenTheReplyToTheDotIsLost(String dialog) throws Exception {
    assertThat(play(dialog)).isInstanceOf(Outcome.LostAfterDot.class);
  }

  @Test
  void isInDoubtWhenTheReplyToTheDotDoesNotComeInTime() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("silent-after-dot")) {
      ServerEndpoint endpoint =
          ServerEndpoint.of("127.0.0.1", peer.port(), TlsMode.NONE).withTimeOuts(SHORT);
      try (CourierSession session = courier.open(endpoint)) {
        assertThat(send(session))
            .isEqualTo(new Outcome.LostAfterDot("no answer from the server in time"));
        assertThat(session.isUsable()).isFalse();
      }
      peer.assertPlayed();
    }
  }

  @Test
  void givesAReplyThatDripsNoMoreTimeThanASilentOne() throws Exception {
    assertThat(afterDot("drip-after-dot", SHORT))
        .isEqualTo(new Outcome.LostAfterDot("no answer from the server in time"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"endless-after-dot", "flood-after-dot"})
  void keepsNoMoreThan64KiBOfAReplyThatNeverEnds(String dialog) throws Exception {
    TimeOuts patient = SHORT.withAfterDot(Duration.ofSeconds(10));
    assertThat(afterDot(dialog, patient))
        .isEqualTo(
            new Outcome.LostAfterDot("connection lost: the reply is longer than 65536 octets"));
  }

  private Outcome afterDot(String dialog, TimeOuts timeOuts) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      ServerEndpoint endpoint =
          ServerEndpoint.of("127.0.0.1", peer.port(), TlsMode.NONE).withTimeOuts(timeOuts);
      try (CourierSession session = courier.open(endpoint)) {
        Outcome outcome = send(session);
        assertThat(session.isUsable()).isFalse();
        peer.assertPlayed();
        return outcome;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"drip-greeting,NONE", "drip-handshake,TLS"})
  void givesASessionThatDripsNoMoreTimeThanASilentOne(String dialog, TlsMode tls) throws Exception {
    TimeOuts impatient = SHORT.openedIn(Duration.ofMillis(300));
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      ServerEndpoint endpoint =
          ServerEndpoint.of("127.0.0.1", peer.port(), tls).withTimeOuts(impatient);
      assertThatThrownBy(() -> courier.open(endpoint))
          .isInstanceOf(RouteFailure.class)
          .hasMessageContaining("no answer from the server in time");
      peer.assertPlayed();
    }
  }

  @Test
  void cutsAServerThatStopsReading() throws Exception {
    TextBody large = new TextBody("Subject: t\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(500_000));
    TimeOuts impatient =
        new TimeOuts(
            SHORT.connect(),
            SHORT.opening(),
            SHORT.reply(),
            Duration.ofMillis(300),
            SHORT.afterDot());
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("stops-reading")) {
      ServerEndpoint endpoint =
          ServerEndpoint.of("127.0.0.1", peer.port(), TlsMode.NONE).withTimeOuts(impatient);
      try (CourierSession session = courier.open(endpoint)) {
        assertThat(session.send(ANN, large, BeforeDot.ALLOW))
            .isInstanceOfSatisfying(
                Outcome.LostBeforeDot.class, o -> assertThat(o.phase()).isEqualTo(Phase.DATA));
      }
    }
  }

  @Test
  void hearsARefusalThatComesBeforeTheDot() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("refused-before-dot");
        CourierSession session = open(peer)) {
      // The body waits until the refusal is there, as a long one would by itself.
      Outcome outcome = session.send(ANN, new WaitingBody(session), BeforeDot.ALLOW);
      assertThat(outcome)
          .isEqualTo(new Outcome.ContentRefused(Phase.DATA, reply("552 5.3.4 too much")));
      peer.assertPlayed();
    }
  }

  @Test
  void writesNoDotWhenItMayNot() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("no-dot");
        CourierSession session = open(peer)) {
      assertThat(session.send(ANN, TextBody.HELLO, () -> false))
          .isInstanceOf(Outcome.NotTried.class);
      assertThat(session.isUsable()).isFalse();
      peer.assertPlayed();
    }
  }

  @Test
  void writesNoDotWhenTheQuestionFails() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("no-dot");
        CourierSession session = open(peer)) {
      BeforeDot failing =
          () -> {
            throw new IllegalStateException("journal is full");
          };
      assertThatThrownBy(() -> session.send(ANN, TextBody.HELLO, failing))
          .hasMessage("journal is full");
      assertThat(session.isUsable()).isFalse();
      peer.assertPlayed();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kept-closed", "kept-421"})
  void opensAKeptConnectionAnewThatTheServerClosed(String dialog) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      AtomicInteger dots = new AtomicInteger();
      try (CourierSession session = open(peer)) {
        for (int i = 0; i < 2; i++) {
          assertThat(session.send(ANN, TextBody.HELLO, () -> dots.incrementAndGet() > 0))
              .isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(session.mailsSent()).isOne();
      }
      assertThat(dots).hasValue(2);
      peer.assertPlayed();
    }
  }

  @Test
  void opensAConnectionAnewThatWasLostAtRset() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("rset-closed")) {
      try (CourierSession session = open(peer)) {
        assertThat(send(session)).isInstanceOf(Outcome.RecipientRefused.class);
        assertThat(send(session)).isInstanceOf(Outcome.Accepted.class);
      }
      peer.assertPlayed();
    }
  }

  @Test
  void opensAKeptConnectionAnewOnlyOnce() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("kept-closed-twice");
        CourierSession session = open(peer)) {
      assertThat(send(session)).isInstanceOf(Outcome.Accepted.class);
      assertThat(send(session))
          .isEqualTo(new Outcome.LostBeforeDot(Phase.MAIL, "the server closed the connection"));
      peer.assertPlayed();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          greeting-421 | CONNECT | 421 4.3.2 too many connections
          greeting-554 | CONNECT | 554 5.7.1 blocked by policy
          """)
  void tellsWhatTheServerSaidInsteadOfASession(String dialog, Phase phase, String wire)
      throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      assertThatThrownBy(() -> open(peer))
          .isInstanceOfSatisfying(
              RouteFailure.class,
              f -> {
                assertThat(f.phase()).isEqualTo(phase);
                assertThat(f.reply()).contains(reply(wire));
                assertThat(f).hasMessageContaining("127.0.0.1:" + peer.port());
              });
      peer.assertPlayed();
    }
  }

  @Test
  void failsTheRouteWhenTheServerClosesAtEhlo() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("ehlo-421")) {
      assertThatThrownBy(() -> open(peer))
          .isInstanceOfSatisfying(
              RouteFailure.class,
              f -> {
                assertThat(f.phase()).isEqualTo(Phase.EHLO);
                assertThat(f.reply()).contains(reply("421 4.3.2 closing"));
              });
    }
  }

  @Test
  void failsTheRouteWhenNobodyListens() throws Exception {
    try (ClosedPort closed = new ClosedPort()) {
      ServerEndpoint endpoint = ServerEndpoint.of("127.0.0.1", closed.port(), TlsMode.NONE);
      assertThatThrownBy(() -> courier.open(endpoint))
          .isInstanceOfSatisfying(
              RouteFailure.class,
              f -> {
                assertThat(f.phase()).isEqualTo(Phase.CONNECT);
                assertThat(f).hasMessageContaining("refused");
              });
    }
    assertThatThrownBy(() -> courier.open(ServerEndpoint.of("nowhere.invalid", 25, TlsMode.NONE)))
        .isInstanceOfSatisfying(
            RouteFailure.class, f -> assertThat(f).hasMessageContaining("nowhere.invalid"));
  }

  @Test
  void doublesLeadingDotsAndLetsNoBareLineEndThrough() throws Exception {
    String body = "Subject: t\r\n\r\n.\r\n..\r\n.lead\r\na\n.\nb\r.\rc\r\n\n.\r\nno end";
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("accepted")) {
      try (CourierSession session = open(peer)) {
        assertThat(session.send(ANN, new TextBody(body), BeforeDot.ALLOW))
            .isInstanceOf(Outcome.Accepted.class);
      }
      peer.assertPlayed();
      assertThat(peer.contents())
          .containsExactly(
              "Subject: t\r\n\r\n..\r\n...\r\n..lead\r\na\r\n..\r\nb\r\n..\r\nc\r\n\r\n..\r\n"
                  + "no end\r\n");
    }
  }

  @Test
  void sendsANonAsciiLocalPartAsUtf8WhereTheServerTakesIt() throws Exception {
    assertThat(
            play("smtputf8", new Envelope("bounce@example.com", "š@example.net"), TextBody.HELLO))
        .isInstanceOf(Outcome.Accepted.class);
  }

  @Test
  void refusesANonAsciiLocalPartWhereTheServerDoesNot() throws Exception {
    assertThat(
            play(
                "nothing-offered",
                new Envelope("bounce@example.com", "š@example.net"),
                TextBody.HELLO))
        .isInstanceOfSatisfying(
            Outcome.Utf8NotOffered.class,
            o -> assertThat(o.reason()).contains("SMTPUTF8").doesNotContain("example.net"));
  }

  @Test
  void holdsASenderThatTheServerCannotTakeAgainstTheSender() throws Exception {
    assertThat(
            play(
                "nothing-offered",
                new Envelope("š@example.com", "ann@example.net"),
                TextBody.HELLO))
        .isInstanceOf(Outcome.SenderImpossible.class);
  }

  /** It is the same for all recipients, none of whom is to fail for it. */
  @Test
  void holdsAHeaderThatTheServerCannotTakeAgainstTheSender() throws Exception {
    assertThat(play("nothing-offered", ANN, new TextBody("From: š@example.com\r\n\r\n")))
        .isInstanceOfSatisfying(
            Outcome.SenderImpossible.class, o -> assertThat(o.reason()).contains("From"));
  }

  @Test
  void callsItselfByANameThatOthersMayKnow() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("accepted")) {
      courier
          .open(ServerEndpoint.of("127.0.0.1", peer.port(), TlsMode.NONE))
          .send(ANN, TextBody.HELLO, BeforeDot.ALLOW);
      String name = peer.commands().get(0).substring("EHLO ".length());
      assertThat(name.equals("[127.0.0.1]") || HelloName.isFullyQualified(name)).as(name).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "mail.example.org,true",
    "localhost,false",
    "vm,false",
    ".example,false",
    "192.0.2.7,false",
    "2001:db8::1,false"
  })
  void knowsAFullyQualifiedName(String name, boolean isOne) {
    assertThat(HelloName.isFullyQualified(name)).isEqualTo(isOne);
  }

  @Test
  void writesAnAddressAsALiteral() throws Exception {
    assertThat(HelloName.literalOf(InetAddress.getByName("192.0.2.7"))).isEqualTo("[192.0.2.7]");
    assertThat(HelloName.literalOf(InetAddress.getByName("2001:db8::1")))
        .isEqualTo("[IPv6:2001:db8:0:0:0:0:0:1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@example.net>\r\nRCPT TO:<eve@example.net",
        "ann@example.net\n",
        "a\u0000nn@example.net",
        "a nn@example.net",
        "<ann@example.net>",
        "ann@example.net> SIZE=1",
        "a\u760Ann@example.net",
        "ann@exam\u760Aple.net\r",
        "ann",
        ""
      })
  void letsNoAddressBreakACommand(String address) throws Exception {
    assertThat(play("nothing-offered", new Envelope("bounce@example.com", address), TextBody.HELLO))
        .isInstanceOfAny(Outcome.AddressImpossible.class, Outcome.Utf8NotOffered.class);
  }

  @Test
  void sendsADomainInAnotherScriptAsALabel() throws Exception {
    assertThat(play("idn", new Envelope("bounce@example.com", "ann@例子.example"), TextBody.HELLO))
        .isInstanceOf(Outcome.Accepted.class);
  }

  @Test
  void asksForTheSizeUpFront() throws Exception {
    assertThat(play("size")).isInstanceOf(Outcome.Accepted.class);
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("size");
        CourierSession session = open(peer)) {
      TextBody large = new TextBody("x".repeat(1001));
      assertThat(session.send(ANN, large, BeforeDot.ALLOW))
          .isEqualTo(new Outcome.TooLarge(1001, 1000));
      assertThat(session.isUsable()).isTrue();
    }
  }
}
