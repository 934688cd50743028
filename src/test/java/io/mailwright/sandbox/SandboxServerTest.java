package io.mailwright.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.sandbox.provider.RateLimit;
import io.mailwright.sandbox.provider.SimulatedProvider;
import io.mailwright.sandbox.provider.SiteReplies;
import io.mailwright.sandbox.provider.SiteSpec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SandboxServerTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  private final SandboxInbox inbox = new SandboxInbox(100);
  private SandboxServer server;

  @BeforeEach
  void start() {
    server = serverWith(Duration.ofMillis(300));
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Tells when it is asked, which is when a final dot has been read. */
  private static final class TellingClock extends Clock {
    private final CompletableFuture<Instant> asked;

    TellingClock(CompletableFuture<Instant> asked) {
      this.asked = asked;
    }

    @Override
    public Instant instant() {
      asked.complete(NOW);
      return NOW;
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

  private SandboxServer serverWith(Duration slowDelay) {
    return new SandboxServer(
        new SandboxSettings(0, 100, slowDelay), inbox, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static String mail(String messageId) {
    return "Subject: Hello\r\nMessage-ID: <" + messageId + ">\r\n\r\nText";
  }

  private SandboxMail newest() {
    return inbox.list(Long.MAX_VALUE, "", 1).get(0);
  }

  @Test
  void keepsTheBytesAndTheEnvelopeOfAnAcceptedMail() throws Exception {
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      String reply =
          dialog.send("Ann+1@shop.example", "Subject: x\r\n\r\n..one dot\r\nz\u00fcrich\r\n");
      assertThat(reply).startsWith("250 2.0.0");
    }
    SandboxMail mail = newest();
    assertThat(mail.envelopeSender()).isEqualTo("sender@example.org");
    assertThat(mail.recipients()).containsExactly("Ann+1@shop.example");
    assertThat(mail.receivedAt()).isEqualTo(NOW);
    assertThat(new String(mail.raw(), StandardCharsets.UTF_8))
        .isEqualTo("Subject: x\r\n\r\n.one dot\r\nz\u00fcrich\r\n\r\n");
    assertThat(mail.answer()).isInstanceOf(SandboxAnswer.Replied.class);
  }

  @Test
  void announcesWhatItTakes() throws Exception {
    try (SmtpDialog dialog = new SmtpDialog(server.port())) {
      assertThat(dialog.hear()).startsWith("220 ");
      assertThat(dialog.say("EHLO test.example"))
          .contains("8BITMIME", "SIZE 26214400", "SMTPUTF8")
          .doesNotContain("PIPELINING")
          .doesNotContain("STARTTLS");
    }
  }

  @Test
  void refusesBounceAtTheRecipientAndGoesOn() throws Exception {
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.send("BOUNCE+7@any.example", mail("a@x"))).startsWith("550 5.1.1");
      assertThat(dialog.send("bounced@any.example", mail("b@x"))).startsWith("250");
    }
    assertThat(inbox.tally()).isEqualTo(new SandboxTally(1, 0, 1, 0));
  }

  @Test
  void putsOffFullTwiceForEachMailOnOneConnection() throws Exception {
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.send("full@a.example", mail("1@x"))).startsWith("452 4.2.2");
      assertThat(dialog.send("Full@A.example", mail("1@x"))).startsWith("452 4.2.2");
      assertThat(dialog.send("full@a.example", mail("1@x"))).startsWith("250");
      assertThat(dialog.send("full@a.example", mail("2@x"))).startsWith("452 4.2.2");
      assertThat(dialog.send("full+1@a.example", mail("1@x"))).startsWith("452 4.2.2");
    }
    assertThat(inbox.tally()).isEqualTo(new SandboxTally(1, 4, 0, 0));
    assertThat(inbox.list(Long.MAX_VALUE, "", 10)).hasSize(5);
  }

  @Test
  void putsOffGreylistOnceAlsoOverARestart() throws Exception {
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.send("greylist@a.example", mail("1@x"))).startsWith("451 4.7.1");
    }
    server.stop();
    server.start();
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.send("greylist@a.example", mail("1@x"))).startsWith("250");
    }
  }

  @Test
  void answersSlowOnlyAfterTheDelay() throws Exception {
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      long begin = System.nanoTime();
      assertThat(dialog.send("slow@a.example", mail("1@x"))).startsWith("250");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(290));
    }
  }

  @Test
  void closesOnDropWithoutAReplyAndKeepsTheMail() throws Exception {
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.send("drop@a.example", mail("1@x"))).isNull();
    }
    assertThat(newest().answer()).isEqualTo(new SandboxAnswer.Unanswered());
    assertThat(newest().messageId()).isEqualTo("<1@x>");
    assertThat(inbox.tally()).isEqualTo(new SandboxTally(0, 0, 0, 1));
  }

  @Test
  void takesAddressesInUtf8() throws Exception {
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.say("MAIL FROM:<\u5f20@\u4f8b.example> SMTPUTF8")).startsWith("250");
      assertThat(dialog.say("RCPT TO:<\u674e@\u4f8b.example>")).startsWith("250");
      dialog.say("DATA");
      assertThat(dialog.say("Subject: \u4f60\u597d\r\n\r\n.")).startsWith("250");
    }
    assertThat(newest().envelopeSender()).isEqualTo("\u5f20@\u4f8b.example");
    assertThat(newest().recipients()).containsExactly("\u674e@\u4f8b.example");
    assertThat(newest().subject()).isEqualTo("\u4f60\u597d");
  }

  @Test
  void takesTheNullSender() throws Exception {
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.say("MAIL FROM:<>")).startsWith("250");
      dialog.say("RCPT TO:<accept@a.example>");
      dialog.say("DATA");
      assertThat(dialog.say("Subject: x\r\n\r\n.")).startsWith("250");
    }
    assertThat(newest().envelopeSender()).isEmpty();
  }

  @Test
  void readsCommandsSentAheadInOrder() throws Exception {
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      dialog.write(
          "MAIL FROM:<a@example.org>\r\nRCPT TO:<full@a.example>\r\nDATA\r\n"
              + mail("1@x")
              + "\r\n.\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@a.example>\r\nDATA\r\n");
      List<String> codes = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        codes.add(dialog.hear().substring(0, 3));
      }
      assertThat(codes).containsExactly("250", "250", "354", "452", "250", "250", "354");
    }
  }

  @Test
  void refusesAnnouncedAndUnannouncedOversize() throws Exception {
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      assertThat(dialog.say("MAIL FROM:<a@example.org> SIZE=26214401")).startsWith("552");
      dialog.say("MAIL FROM:<a@example.org>");
      dialog.say("RCPT TO:<b@a.example>");
      dialog.say("DATA");
      String megabyte = ("x".repeat(998) + "\r\n").repeat(1049);
      for (int i = 0; i < 26; i++) {
        dialog.write(megabyte);
      }
      assertThat(dialog.say(".")).startsWith("552 5.3.4");
      assertThat(dialog.send("b@a.example", mail("1@x"))).startsWith("250");
    }
    assertThat(inbox.size()).isEqualTo(1);
  }

  @Test
  void keepsNothingOfAMailWhoseDotNeverCame() throws Exception {
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      dialog.say("MAIL FROM:<a@example.org>");
      dialog.say("RCPT TO:<b@a.example>");
      dialog.say("DATA");
      dialog.write("Subject: cut off\r\n");
    }
    server.stop();
    assertThat(inbox.size()).isZero();
    assertThat(inbox.tally()).isEqualTo(new SandboxTally(0, 0, 0, 0));
  }

  @Test
  void stopsAtOnceThoughSomeoneWaitsForASlowAnswer() throws Exception {
    CompletableFuture<Instant> dotRead = new CompletableFuture<>();
    server.stop();
    server =
        new SandboxServer(
            new SandboxSettings(0, 100, Duration.ofMinutes(10)), inbox, new TellingClock(dotRead));
    server.start();
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port())) {
      CompletableFuture<String> reply =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return String.valueOf(dialog.send("slow@a.example", mail("1@x")));
                } catch (IOException e) {
                  return "closed";
                }
              });
      dotRead.get(10, TimeUnit.SECONDS);
      server.stop();
      assertThat(reply.get(10, TimeUnit.SECONDS)).isIn("null", "closed");
    }
    assertThat(newest().answer()).isEqualTo(new SandboxAnswer.Unanswered());
  }

  @Test
  void listensOnLoopbackOnly() throws Exception {
    for (NetworkInterface net : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(net.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          assertThatThrownBy(() -> new Socket(address, server.port()).close())
              .isInstanceOf(ConnectException.class);
        }
      }
    }
  }

  @Test
  void startsAgainOnTheSamePort() throws Exception {
    int port = server.port();
    server.stop();
    assertThat(server.port()).isZero();
    server = new SandboxServer(SandboxSettings.onPort(port), inbox, Clock.systemUTC());
    for (int round = 0; round < 3; round++) {
      server.start();
      assertThat(server.port()).isEqualTo(port);
      try (SmtpDialog dialog = SmtpDialog.introduced(port)) {
        assertThat(dialog.send("accept@a.example", mail("r" + round + "@x"))).startsWith("250");
      }
      server.stop();
    }
    assertThat(inbox.size()).isEqualTo(3);
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      SandboxServer second =
          new SandboxServer(SandboxSettings.onPort(taken.getLocalPort()), inbox, Clock.systemUTC());
      assertThatThrownBy(second::start)
          .isInstanceOfSatisfying(
              MailwrightException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SANDBOX_NOT_STARTED))
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void tellsTheConnectionsThatAreTooManyToComeLater() throws Exception {
    List<SmtpDialog> open = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        open.add(SmtpDialog.introduced(server.port()));
      }
      try (SmtpDialog oneMore = new SmtpDialog(server.port())) {
        assertThat(oneMore.hear()).startsWith("421");
      }
    } finally {
      for (SmtpDialog dialog : open) {
        dialog.close();
      }
    }
  }

  @Test
  void letsSimulatedSitesAnswerForTheirDomainsAndKeepsItsBehaviours() throws Exception {
    server.stop();
    SiteSpec gmail =
        SiteSpec.named("gmail")
            .domain("gmail.com")
            .replies(SiteReplies.styled("qq"))
            .rates(RateLimit.parse("1/h"))
            .build();
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    SimulatedProvider sites = new SimulatedProvider(List.of(gmail), clock, 1);
    server = new SandboxServer(SandboxSettings.onPort(0), inbox, clock, sites);
    server.start();
    try (SmtpDialog dialog = SmtpDialog.introduced(server.port(), "127.0.0.2")) {
      assertThat(dialog.send("a@gmail.com", mail("1@x"))).startsWith("250 OK: queued");
      assertThat(dialog.send("a@gmail.com", mail("2@x"))).startsWith("450 4.7.0 Ip frequency");
      assertThat(dialog.send("bounce@gmail.com", mail("3@x"))).startsWith("550 5.1.1");
      assertThat(dialog.send("greylist@gmail.com", mail("4@x"))).startsWith("451 4.7.1");
      assertThat(dialog.send("a@other.example", mail("5@x"))).startsWith("250 2.0.0 Taken");
    }
    assertThat(sites.site("gmail").orElseThrow().tally("127.0.0.2").accepted()).isEqualTo(1);
    assertThat(inbox.tally()).isEqualTo(new SandboxTally(2, 2, 1, 0));
  }
}
