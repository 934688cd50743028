package io.mailwright.smtp.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailwright.feedback.evidence.RawMail;
import io.mailwright.feedback.mailbox.AfterStoring;
import io.mailwright.feedback.mailbox.Letter;
import io.mailwright.feedback.mailbox.MailboxAuth;
import io.mailwright.feedback.mailbox.MailboxConnector;
import io.mailwright.feedback.mailbox.MailboxEndpoint;
import io.mailwright.feedback.mailbox.MailboxFailure;
import io.mailwright.feedback.mailbox.MailboxProtocol;
import io.mailwright.feedback.mailbox.MailboxSession;
import io.mailwright.routing.TlsMode;
import io.mailwright.testing.ClosedPort;
import io.mailwright.testing.ScriptedSmtpPeer;
import io.mailwright.testing.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dialogs with servers that keep to the standards, and with some that do not. */
@Timeout(60)
class MailboxDoorTest {
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2));

  private final MailboxDoor door = new MailboxDoor(SHORT);

  @AfterEach
  void close() {
    door.close();
  }

  private static MailboxEndpoint endpoint(
      MailboxProtocol protocol, int port, TlsMode tls, Optional<String> pem, MailboxAuth auth) {
    return new MailboxEndpoint(
        protocol,
        "127.0.0.1",
        port,
        tls,
        false,
        pem,
        auth,
        "bounces@example.com",
        "t0k3n",
        "INBOX",
        AfterStoring.DELETE,
        Optional.empty());
  }

  private static MailboxEndpoint in(MailboxEndpoint e, String folder, AfterStoring after) {
    return new MailboxEndpoint(
        e.protocol(),
        e.host(),
        e.port(),
        e.tls(),
        e.tlsRequired(),
        e.caPem(),
        e.auth(),
        e.username(),
        e.secret(),
        folder,
        after,
        after == AfterStoring.MOVE ? Optional.of("Done") : Optional.empty());
  }

  private static String text(RawMail mail) throws Exception {
    return new String(mail.open().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void readsAndDeletesOverStarttlsWithAToken(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "ip:127.0.0.1");
    try (ScriptedSmtpPeer peer =
        ScriptedSmtpPeer.playing("imap-starttls-xoauth2", certificate.serverContext())) {
      MailboxEndpoint endpoint =
          in(
              endpoint(
                  MailboxProtocol.IMAP,
                  peer.port(),
                  TlsMode.STARTTLS,
                  Optional.of(certificate.pem()),
                  MailboxAuth.XOAUTH2),
              "Bounces 退 & more",
              AfterStoring.DELETE);
      try (MailboxSession session = door.open(endpoint)) {
        List<Letter> letters = session.list(0, 10);
        assertThat(letters)
            .containsExactly(new Letter(345, Optional.of(endpoint.account() + ".77/345")));
        assertThat(text(session.read(letters.get(0)))).isEqualTo("Subject: Hi\r\n");
        session.settle(letters);
      }
      peer.assertPlayed();
    }
  }

  @Test
  void saysWhyATokenIsRefused() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("imap-xoauth2-refused")) {
      MailboxConnector.Report report =
          door.test(
              endpoint(
                  MailboxProtocol.IMAP,
                  peer.port(),
                  TlsMode.NONE,
                  Optional.empty(),
                  MailboxAuth.XOAUTH2));
      assertThat(report.failedAt()).contains("login");
      assertThat(report.finding().english()).contains("token").contains("\"status\":\"401\"");
      assertThat(report.dialog().toString()).contains("XOAUTH2 ****").doesNotContain("dXNlcj1");
      peer.assertPlayed();
    }
  }

  @Test
  void copiesWhereTheServerCannotMove() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("imap-move");
        MailboxSession session =
            door.open(
                in(
                    endpoint(
                        MailboxProtocol.IMAP,
                        peer.port(),
                        TlsMode.NONE,
                        Optional.empty(),
                        MailboxAuth.PASSWORD),
                    "INBOX",
                    AfterStoring.MOVE))) {
      session.settle(List.of(new Letter(8, Optional.empty()), new Letter(9, Optional.empty())));
    }
  }

  @Test
  void readsPop3OverStlsWithAToken(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "ip:127.0.0.1");
    try (ScriptedSmtpPeer peer =
        ScriptedSmtpPeer.playing("pop3-stls-xoauth2", certificate.serverContext())) {
      try (MailboxSession session =
          door.open(
              endpoint(
                  MailboxProtocol.POP3,
                  peer.port(),
                  TlsMode.STARTTLS,
                  Optional.of(certificate.pem()),
                  MailboxAuth.XOAUTH2))) {
        List<Letter> letters = session.list(1, 10);
        assertThat(letters).containsExactly(new Letter(2, Optional.empty()));
        assertThat(text(session.read(letters.get(0)))).isEqualTo("Subject: Hi\r\n\r\n.a\r\n..\r\n");
        session.settle(letters);
      }
      peer.assertPlayed();
    }
  }

  @Test
  void trustsNoCertificateThatNobodyVouchesFor(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "ip:127.0.0.1");
    try (ScriptedSmtpPeer peer =
        ScriptedSmtpPeer.playing("imap-starttls-xoauth2", certificate.serverContext())) {
      MailboxConnector.Report report =
          door.test(
              endpoint(
                  MailboxProtocol.IMAP,
                  peer.port(),
                  TlsMode.STARTTLS,
                  Optional.empty(),
                  MailboxAuth.XOAUTH2));
      assertThat(report.failedAt()).contains("tls");
      assertThat(report.finding().english()).contains("certificate");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "imap-no-starttls, IMAP, STARTTLS, LOGIN_NOT_SAFE",
    "imap-huge-literal, IMAP, NONE, NONSENSE",
    "imap-flood, IMAP, NONE, NONSENSE",
    "imap-endless, IMAP, NONE, NO_ANSWER|NONSENSE",
    "imap-drip, IMAP, NONE, NO_ANSWER",
    "pop3-refused, POP3, NONE, LOGIN_REFUSED",
    "pop3-refused, IMAP, NONE, OTHER_PROTOCOL",
    "no-greeting, POP3, NONE, NO_ANSWER"
  })
  void givesUpInTimeAndSaysWhy(
      String dialog, MailboxProtocol protocol, TlsMode tls, String findings) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      MailboxFailure failure =
          catchThrowableOfType(
              MailboxFailure.class,
              () ->
                  door.open(
                      endpoint(
                          protocol, peer.port(), tls, Optional.empty(), MailboxAuth.PASSWORD)));
      assertThat(findings.split("\\|")).contains(failure.finding().name());
    }
  }

  @Test
  void cutsAMailThatNeverEnds() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("pop3-endless-mail");
        MailboxSession session =
            door.open(
                endpoint(
                    MailboxProtocol.POP3,
                    peer.port(),
                    TlsMode.NONE,
                    Optional.empty(),
                    MailboxAuth.PASSWORD))) {
      List<Letter> letters = session.list(0, 10);
      MailboxFailure failure =
          catchThrowableOfType(
              MailboxFailure.class,
              () -> {
                // Its beginning may be had; the connection is of no use any more.
                session.read(letters.get(0));
                session.settle(letters);
              });
      assertThat(failure.isLost()).isTrue();
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    try (ClosedPort port = new ClosedPort()) {
      MailboxConnector.Report report =
          door.test(
              endpoint(
                  MailboxProtocol.IMAP,
                  port.port(),
                  TlsMode.NONE,
                  Optional.empty(),
                  MailboxAuth.PASSWORD));
      assertThat(report.failedAt()).contains("connect");
      assertThat(report.finding().english()).startsWith("No connection could be made");
    }
  }
}
