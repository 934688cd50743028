package io.mailwright.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.sandbox.SmtpDialog;
import io.mailwright.sandbox.wire.LoopbackServer;
import io.mailwright.testing.SettableClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over real sockets; the limits go by a clock that stands. */
@Timeout(60)
class ProviderServerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String MAIL = "Subject: Hello\r\n\r\nText";

  private final SettableClock clock = new SettableClock(NOW);
  private ProviderServer server;

  private SimulatedProvider relay(SiteSpec.Builder... specs) {
    SimulatedProvider provider =
        new SimulatedProvider(
            List.of(specs).stream().map(SiteSpec.Builder::build).toList(), clock, 1);
    start(ProviderServer.relay(provider, LoopbackServer.onLoopback(0)));
    return provider;
  }

  private SimulatedSite alone(SiteSpec.Builder spec) {
    SimulatedSite site = new SimulatedSite(spec.build(), clock, 1);
    start(ProviderServer.alone(site, LoopbackServer.onLoopback(0)));
    return site;
  }

  private void start(ProviderServer made) {
    server = made;
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static SiteSpec.Builder gmail() {
    return SiteSpec.named("gmail").domain("gmail.com").replies(SiteReplies.styled("gmail"));
  }

  private static SiteSpec.Builder qq() {
    return SiteSpec.named("qq").domain("qq.com").replies(SiteReplies.styled("qq"));
  }

  @Test
  void answersForTheRecipientsDomain() throws Exception {
    SimulatedProvider provider =
        relay(gmail().rates(RateLimit.parse("3/min")), qq().rates(RateLimit.parse("2/min")));
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      for (int i = 0; i < 4; i++) {
        assertThat(dialog.send("a" + i + "@qq.com", MAIL)).startsWith(i < 2 ? "250" : "450 4.7.0");
      }
      for (int i = 0; i < 3; i++) {
        assertThat(dialog.send("a" + i + "@gmail.com", MAIL)).startsWith("250 2.0.0 OK");
      }
      assertThat(dialog.send("a@elsewhere.example", MAIL)).startsWith("250");
      clock.forward(Duration.ofSeconds(30));
      assertThat(dialog.send("late@qq.com", MAIL)).startsWith("250");
    }
    assertThat(provider.site("qq").orElseThrow().tally().accepted()).isEqualTo(3);
    assertThat(provider.site("qq").orElseThrow().tally().deferred()).isEqualTo(2);
    assertThat(provider.tally().accepted()).isEqualTo(6);
  }

  @Test
  void closesTheConnectionAfter421() throws Exception {
    SimulatedProvider provider = relay(gmail().rates(RateLimit.parse("1/h")));
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.send("a@gmail.com", MAIL)).startsWith("250");
      dialog.say("MAIL FROM:<sender@example.org>");
      assertThat(dialog.say("RCPT TO:<b@gmail.com>")).startsWith("421 4.7.28");
      assertThat(dialog.hear()).isNull();
    }
    provider.site("gmail").orElseThrow().changeRates(List.of());
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.send("b@gmail.com", MAIL)).startsWith("250");
    }
  }

  @Test
  void seesWhereTheClientComesFrom() throws Exception {
    SimulatedProvider provider = relay(gmail().blocked("127.0.0.3", Span.since(Duration.ZERO)));
    for (String source : List.of("127.0.0.2", "127.0.0.3")) {
      try (SmtpDialog dialog = SmtpDialog.introduced(server.port(), source)) {
        assertThat(dialog.send("a@gmail.com", MAIL))
            .startsWith(source.endsWith("2") ? "250" : "550 5.7.1 [127.0.0.3]");
      }
    }
    SimulatedSite site = provider.site("gmail").orElseThrow();
    assertThat(site.tally("127.0.0.2").accepted()).isEqualTo(1);
    assertThat(site.tally("127.0.0.3").refused()).isEqualTo(1);
    assertThat(site.seconds()).extracting(SecondTally::second).containsOnly(NOW);
  }

  @Test
  void boundsTheMailsAtOnceOverTheRelay() throws Exception {
    SimulatedProvider provider = relay(qq().connections(1), gmail());
    try (SmtpDialog first = SmtpDialog.introduced(server.port());
        SmtpDialog second = SmtpDialog.introduced(server.port())) {
      first.say("MAIL FROM:<sender@example.org>");
      assertThat(first.say("RCPT TO:<a@qq.com>")).startsWith("250");
      assertThat(second.send("b@gmail.com", MAIL)).startsWith("250");
      second.say("MAIL FROM:<sender@example.org>");
      assertThat(second.say("RCPT TO:<b@qq.com>")).startsWith("421 4.7.0");
      first.say("DATA");
      assertThat(first.say(MAIL + "\r\n.")).startsWith("250");
    }
    try (SmtpDialog third = SmtpDialog.introduced(server.port())) {
      assertThat(third.send("b@qq.com", MAIL)).startsWith("250");
    }
    assertThat(provider.site("qq").orElseThrow().tally().turnedAway()).isEqualTo(1);
  }

  @Test
  void givesThePlaceOfAMailThatWasGivenUpToTheNext() throws Exception {
    relay(qq().connections(1));
    try (SmtpDialog first = SmtpDialog.introduced(server.port());
        SmtpDialog second = SmtpDialog.introduced(server.port())) {
      first.say("MAIL FROM:<sender@example.org>");
      first.say("RCPT TO:<a@qq.com>");
      first.say("RSET");
      assertThat(second.send("b@qq.com", MAIL)).startsWith("250");
    }
  }

  @Test
  void answersForADeadSiteOverTheRelay() throws Exception {
    SimulatedProvider provider = relay(gmail(), qq());
    provider.site("gmail").orElseThrow().setDown(true);
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.send("a@gmail.com", MAIL)).startsWith("451 4.4.1");
      assertThat(dialog.send("a@qq.com", MAIL)).startsWith("250");
    }
  }

  @Test
  void takesSoManyConnectionsAlone() throws Exception {
    SimulatedSite site = alone(gmail().connections(2));
    SmtpDialog first = SmtpDialog.introduced(server.port());
    try (SmtpDialog second = SmtpDialog.introduced(server.port())) {
      try (SmtpDialog third = new SmtpDialog(server.port())) {
        assertThat(third.hear()).startsWith("421 4.7.0 Too many concurrent connections");
        assertThat(third.hear()).isNull();
      }
      assertThat(first.say("QUIT")).startsWith("221");
      assertThat(first.hear()).isNull();
      first.close();
      assertThat(second.send("a@anywhere.example", MAIL)).startsWith("250");
    }
    assertThat(site.tally().turnedAway()).isEqualTo(1);
  }

  @Test
  void closesAloneAfterItsMails() throws Exception {
    alone(gmail().closesAfter(2));
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.send("a@gmail.com", MAIL)).startsWith("250");
      assertThat(dialog.send("b@gmail.com", MAIL)).startsWith("250");
      dialog.say("MAIL FROM:<sender@example.org>");
      assertThat(dialog.say("RCPT TO:<c@gmail.com>")).startsWith("421 4.7.0 Too many mails");
      assertThat(dialog.hear()).isNull();
    }
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.send("c@gmail.com", MAIL)).startsWith("250");
    }
  }

  @Test
  void cutsConnectionsWhileItIsDeadAndRefusesThemWhenStopped() throws Exception {
    SimulatedSite site = alone(gmail());
    int port = server.port();
    site.setDown(true);
    try (SmtpDialog dialog = new SmtpDialog(port)) {
      assertThat(isCut(dialog)).isTrue();
    }
    site.setDown(false);
    try (SmtpDialog dialog = SmtpDialog.introduced(port)) {
      assertThat(dialog.send("a@gmail.com", MAIL)).startsWith("250");
    }
    server.stop();
    assertThatThrownBy(() -> new SmtpDialog(port)).isInstanceOf(ConnectException.class);
  }

  private static boolean isCut(SmtpDialog dialog) throws IOException {
    try {
      return dialog.hear() == null;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void waitsAsLongAsTheLatency() throws Exception {
    alone(gmail().latency(Duration.ofMillis(80), Duration.ZERO));
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      long begin = System.nanoTime();
      assertThat(dialog.send("a@gmail.com", MAIL)).startsWith("250");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(78));
    }
  }

  @Test
  void listensOnTheLoopbackAddressThatItWasGiven() throws Exception {
    SimulatedSite site = new SimulatedSite(gmail().build(), clock, 1);
    InetAddress five = InetAddress.getByName("127.0.0.5");
    start(ProviderServer.alone(site, new InetSocketAddress(five, 0)));
    try (Socket socket = new Socket(five, server.port())) {
      assertThat(socket.getInputStream().read()).isEqualTo('2');
    }
    assertThatThrownBy(() -> new SmtpDialog(server.port())).isInstanceOf(ConnectException.class);
    InetSocketAddress outside = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 0);
    assertThatThrownBy(() -> ProviderServer.alone(site, outside))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
