package io.mailwright.operations.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.courier.TlsMode;
import io.mailwright.delivery.ledger.MessageIds;
import io.mailwright.delivery.send.LoneMails;
import io.mailwright.delivery.send.Route;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.report.CampaignReport;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.smtp.ConnectionPool;
import io.mailwright.smtp.SmtpCourier;
import io.mailwright.testing.ClosedPort;
import io.mailwright.testing.MemoryRouteStates;
import io.mailwright.testing.ScriptedSmtpPeer;
import io.mailwright.testing.TestDatabases;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notices over real SMTP connections. */
class NoticeMailerTest {
  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private final ConnectionPool connections =
      new ConnectionPool(new SmtpCourier(watchdog), Clock.systemUTC(), Duration.ofMinutes(1));
  private final GreenMail receiver = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final OutboxRig rig = OutboxRig.on(TestDatabases.h2());
  private final List<Route> ways = new ArrayList<>();
  private FailureList failures = FailureList.NONE;

  @BeforeEach
  void start() {
    receiver.start();
  }

  @AfterEach
  void stop() {
    connections.close();
    receiver.stop();
    watchdog.shutdownNow();
  }

  private NoticeMailer mailer() {
    return new NoticeMailer(
        new Settings(
            name ->
                name.equals("mailwright.public.url")
                    ? Optional.of("https://mail.example/")
                    : Optional.ofNullable(OutboxRig.BY_MAIL.get(name))),
        rig.outbox,
        rig.notices,
        new FailureLists() {
          @Override
          public FailureList of(Notice notice) {
            return failures;
          }
        },
        new NoticeRoutes() {
          @Override
          List<Route> of(Optional<Long> campaignId) {
            return ways;
          }
        },
        new LoneMails(new RouteHealth(new MemoryRouteStates(), Clock.systemUTC()), connections),
        from -> Optional.empty(),
        new MessageIds(TestKeys.of(1)),
        rig.clock);
  }

  private void way(int port) {
    long id = ways.size() + 1L;
    ways.add(
        Route.ofServer(
            id,
            "Relay " + id,
            1,
            Duration.ZERO,
            ServerEndpoint.of("127.0.0.1", port, TlsMode.NONE)));
  }

  private OutboxEntry said() {
    rig.notices.say(
        "error",
        "campaign-paused",
        Optional.of(7L),
        Optional.empty(),
        "Campaign “<b>Sale</b>” paused itself",
        "breaker: 30.5 % of the last 200 mails to gmail were deferred",
        "paused:7");
    return rig.entries().get(0);
  }

  @Test
  void sendsANoticeWithItsFailuresOnce() throws Exception {
    way(receiver.getSmtp().getPort());
    byte[] csv = "\uFEFFemail\r\n'=1+1@x.example\r\n".getBytes(StandardCharsets.UTF_8);
    failures =
        new FailureList(
            List.of(new CampaignReport.Reason("failed", "550 5.1.1 No such <user>", 2)), 5, 1, csv);
    said();
    NoticeMailer mailer = mailer();
    mailer.sendDue();
    mailer.sendDue();

    MimeMessage[] mails = receiver.getReceivedMessages();
    assertThat(mails).hasSize(1);
    MimeMessage mail = mails[0];
    assertThat(mail.getSubject()).isEqualTo("[Mailwright] Campaign “<b>Sale</b>” paused itself");
    assertThat(mail.getFrom()[0]).hasToString("Mailwright <bounce@example.com>");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    Multipart mixed = (Multipart) mail.getContent();
    Multipart alternative = (Multipart) mixed.getBodyPart(0).getContent();
    String text = (String) alternative.getBodyPart(0).getContent();
    String html = (String) alternative.getBodyPart(1).getContent();
    assertThat(text)
        .contains("30.5 % of the last 200 mails", "2 × failed: 550 5.1.1 No such <user>")
        .contains("first 1 of 5", "https://mail.example/campaign?id=7")
        .doesNotContain("came by way of");
    assertThat(html).contains("“&lt;b&gt;Sale&lt;/b&gt;”", "No such &lt;user&gt;");
    BodyPart file = mixed.getBodyPart(1);
    assertThat(file.getFileName()).isEqualTo("campaign-7-failures.csv");
    assertThat(file.getInputStream().readAllBytes()).isEqualTo(csv);
    assertThat(rig.entries().get(0).state()).isEqualTo(OutboxState.SENT);
    assertThat(rig.entries().get(0).route()).contains("Relay 1");
  }

  @Test
  void goesByAnotherRouteAndTellsSo() throws Exception {
    try (ClosedPort closed = new ClosedPort()) {
      way(closed.port());
      way(receiver.getSmtp().getPort());
      said();
      mailer().sendDue();
    }
    Multipart alternative = (Multipart) receiver.getReceivedMessages()[0].getContent();
    assertThat((String) alternative.getBodyPart(0).getContent())
        .contains(
            "This mail came by way of Relay 2, because another route could not be used: Relay 1: ");
    assertThat(rig.entries().get(0).route()).contains("Relay 2");
  }

  @Test
  void triesAgainAfterAGrowingTimeUnderTheSameMessageIdAndGivesUpInTheEnd() throws Exception {
    OutboxEntry entry;
    try (ClosedPort closed = new ClosedPort()) {
      way(closed.port());
      entry = said();
      NoticeMailer mailer = mailer();
      mailer.sendDue();
      assertThat(rig.outbox.get(entry.id()).nextAt())
          .contains(OutboxRig.START.plus(Duration.ofMinutes(1)));
      mailer.sendDue();
      assertThat(rig.outbox.get(entry.id()).attempts()).isEqualTo(1);
      rig.clock.forward(Duration.ofMinutes(1));
      mailer.sendDue();
      assertThat(rig.outbox.get(entry.id()).nextAt())
          .contains(rig.clock.instant().plus(Duration.ofMinutes(2)));
      rig.clock.forward(Duration.ofDays(3));
      mailer.sendDue();
    }
    assertThat(rig.state(entry.id())).isEqualTo(OutboxState.FAILED);
    assertThat(rig.outbox.get(entry.id()).words().orElseThrow()).contains("cannot connect");
    assertThat(rig.notices.latest(1, true).get(0).kind()).isEqualTo("notice-not-sent");
    assertThat(rig.entries()).as("that is for the console alone").hasSize(1);

    rig.outbox.retry(entry.id());
    ways.clear();
    way(receiver.getSmtp().getPort());
    mailer().sendDue();
    assertThat(receiver.getReceivedMessages()).hasSize(1);
    assertThat(receiver.getReceivedMessages()[0].getMessageID())
        .matches("<[0-9a-f]{24}\\." + entry.id() + "@example\\.com>");
  }

  @Test
  void isInDoubtWhenTheAnswerToItsEndIsLost() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("lost-after-dot")) {
      way(peer.port());
      way(receiver.getSmtp().getPort());
      OutboxEntry entry = said();
      mailer().sendDue();
      assertThat(rig.state(entry.id())).isEqualTo(OutboxState.IN_DOUBT);
      rig.clock.forward(Duration.ofDays(1));
      mailer().sendDue();
      assertThat(receiver.getReceivedMessages()).isEmpty();
    }
  }

  @Test
  void isNotTriedAgainWhereTheAddressIsRefused() throws Exception {
    receiver.stop();
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("rcpt-550")) {
      way(peer.port());
      OutboxEntry entry = said();
      mailer().sendDue();
      assertThat(rig.state(entry.id())).isEqualTo(OutboxState.FAILED);
    }
  }
}
