package io.mailwright.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.testing.ClosedPort;
import io.mailwright.testing.ScriptedSmtpPeer;
import io.mailwright.testing.TestCertificate;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS and log-in against servers that do what a script says. */
class SmtpSecurityTest {
  private static final Envelope ANN = new Envelope("bounce@example.com", "ann@example.net");
  private static final ScheduledExecutorService WATCHDOG =
      Executors.newSingleThreadScheduledExecutor();

  @TempDir private static Path folder;
  private static TestCertificate right;
  private static TestCertificate wrongHost;

  private final SmtpCourier courier = new SmtpCourier(WATCHDOG);

  @BeforeAll
  static void makeCertificates() throws Exception {
    right = TestCertificate.make(folder, "dns:localhost,ip:127.0.0.1");
    wrongHost = TestCertificate.make(folder, "dns:mail.example.org");
  }

  @AfterAll
  static void stopTheWatchdog() {
    WATCHDOG.shutdownNow();
  }

  private static Credentials ann(Credentials.Method method) {
    return new Credentials(method, "ann", Secret.of("s3cret"));
  }

  private static ServerEndpoint endpoint(ScriptedSmtpPeer peer, TlsMode tls) {
    return ServerEndpoint.of("127.0.0.1", peer.port(), tls);
  }

  private RouteFailure failure(ServerEndpoint endpoint) {
    try (CourierSession session = courier.open(endpoint)) {
      throw new AssertionError("a session was opened: " + session.isUsable());
    } catch (RouteFailure e) {
      return e;
    }
  }

  @Test
  void sendsOverStartTlsWithALogIn() throws Exception {
    try (ScriptedSmtpPeer peer =
        ScriptedSmtpPeer.playing("starttls-auth-plain", right.serverContext())) {
      ServerEndpoint endpoint =
          endpoint(peer, TlsMode.STARTTLS)
              .withCaPem(right.pem())
              .withCredentials(ann(Credentials.Method.PLAIN));
      try (CourierSession session = courier.open(endpoint)) {
        assertThat(session.send(ANN, TextBody.HELLO, BeforeDot.ALLOW))
            .isInstanceOf(Outcome.Accepted.class);
      }
      peer.assertPlayed();
    }
  }

  @ParameterizedTest
  @CsvSource({"no-starttls,TLS", "starttls-refused,TLS", "ehlo-refused-over-tls,EHLO"})
  void sendsNothingInTheClearWhenTlsIsRequired(String dialog, Phase phase) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog, right.serverContext())) {
      RouteFailure failure = failure(endpoint(peer, TlsMode.STARTTLS).withCaPem(right.pem()));
      assertThat(failure.phase()).isEqualTo(phase);
      peer.assertPlayed();
      assertThat(peer.commands()).noneMatch(c -> c.startsWith("MAIL"));
    }
  }

  @Test
  void goesWithoutTlsOnlyWhenThatIsAllowed() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("accepted")) {
      try (CourierSession session =
          courier.open(endpoint(peer, TlsMode.STARTTLS).withTlsOptional())) {
        assertThat(session.send(ANN, TextBody.HELLO, BeforeDot.ALLOW))
            .isInstanceOf(Outcome.Accepted.class);
      }
      peer.assertPlayed();
    }
  }

  @Test
  void keepsTheLogInToItselfWhereTlsWasWantedAndIsNotThere() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("no-starttls")) {
      RouteFailure failure =
          failure(
              endpoint(peer, TlsMode.STARTTLS)
                  .withTlsOptional()
                  .withCredentials(ann(Credentials.Method.PLAIN)));
      assertThat(failure.phase()).isEqualTo(Phase.AUTH);
      peer.assertPlayed();
      assertThat(peer.commands()).noneMatch(c -> c.startsWith("AUTH"));
    }
  }

  @Test
  void refusesACertificateForAnotherHost() throws Exception {
    try (ScriptedSmtpPeer peer =
        ScriptedSmtpPeer.playing("starttls-handshake", wrongHost.serverContext())) {
      RouteFailure failure = failure(endpoint(peer, TlsMode.STARTTLS).withCaPem(wrongHost.pem()));
      assertThat(failure.phase()).isEqualTo(Phase.TLS);
      assertThat(failure).hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() throws Exception {
    try (ScriptedSmtpPeer peer =
        ScriptedSmtpPeer.playing("starttls-handshake", right.serverContext())) {
      assertThat(failure(endpoint(peer, TlsMode.STARTTLS)).phase()).isEqualTo(Phase.TLS);
    }
  }

  @Test
  void refusesAnUntrustedCertificateAlsoWhereTlsIsNotRequired() throws Exception {
    try (ScriptedSmtpPeer peer =
        ScriptedSmtpPeer.playing("starttls-handshake", right.serverContext())) {
      assertThat(failure(endpoint(peer, TlsMode.STARTTLS).withTlsOptional()).phase())
          .isEqualTo(Phase.TLS);
    }
  }

  @Test
  void speaksTlsFromTheFirstByte() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("tls-accepted", right.serverContext())) {
      try (CourierSession session =
          courier.open(endpoint(peer, TlsMode.TLS).withCaPem(right.pem()))) {
        assertThat(session.send(ANN, TextBody.HELLO, BeforeDot.ALLOW))
            .isInstanceOf(Outcome.Accepted.class);
      }
      peer.assertPlayed();
    }
    try (ScriptedSmtpPeer peer =
        ScriptedSmtpPeer.playing("tls-handshake", wrongHost.serverContext())) {
      assertThat(failure(endpoint(peer, TlsMode.TLS).withCaPem(wrongHost.pem())).phase())
          .isEqualTo(Phase.TLS);
    }
  }

  @Test
  void tellsARefusedLogInWithTheServersWords() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("auth-535")) {
      RouteFailure failure =
          failure(endpoint(peer, TlsMode.NONE).withCredentials(ann(Credentials.Method.PLAIN)));
      assertThat(failure.phase()).isEqualTo(Phase.AUTH);
      assertThat(failure.reply().orElseThrow()).hasToString("535 5.7.8 wrong user or password");
      peer.assertPlayed();
    }
  }

  @Test
  void tellsARefusedToken() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("auth-xoauth2-expired")) {
      RouteFailure failure =
          failure(endpoint(peer, TlsMode.NONE).withCredentials(ann(Credentials.Method.XOAUTH2)));
      assertThat(failure.phase()).isEqualTo(Phase.AUTH);
      assertThat(failure.reply().orElseThrow().code()).isEqualTo(535);
      assertThat(failure)
          .hasMessageContaining("token")
          .hasMessageContaining("\"status\":\"401\"")
          .hasMessageContaining("not accepted");
      peer.assertPlayed();
      assertThat(peer.commands()).contains("");
    }
  }

  @Test
  void showsWhyATokenIsRefusedAndNotTheToken() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("auth-xoauth2-expired")) {
      SmtpProbe.Report report =
          new SmtpProbe(courier)
              .probe(endpoint(peer, TlsMode.NONE).withCredentials(ann(Credentials.Method.XOAUTH2)));
      assertThat(report.finding()).isEqualTo(ProbeFinding.LOGIN_REFUSED);
      assertThat(report.dialog())
          .extracting(DialogLine::meaning)
          .containsSubsequence(
              DialogMeaning.TOKEN_REFUSED, DialogMeaning.LOGIN_ENDED, DialogMeaning.REFUSED);
      assertThat(report.toString()).contains("bearer").doesNotContain("s3cret", "czNjcmV0");
    }
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("auth-xoauth2-closed")) {
      assertThat(
              new SmtpProbe(courier)
                  .probe(
                      endpoint(peer, TlsMode.NONE).withCredentials(ann(Credentials.Method.XOAUTH2)))
                  .finding())
          .isEqualTo(ProbeFinding.LOGIN_REFUSED);
    }
  }

  private SmtpProbe.Report handshake(TestCertificate shown, Optional<String> caPem)
      throws Exception {
    try (ScriptedSmtpPeer peer =
        ScriptedSmtpPeer.playing("starttls-handshake", shown.serverContext())) {
      ServerEndpoint endpoint = endpoint(peer, TlsMode.STARTTLS);
      return new SmtpProbe(courier).probe(caPem.map(endpoint::withCaPem).orElse(endpoint));
    }
  }

  @Test
  void saysWhatIsWrongWithACertificate() throws Exception {
    TestCertificate expired = TestCertificate.makeExpired(folder, "dns:localhost,ip:127.0.0.1");
    String end = expired.end().toString().substring(0, 10);
    SmtpProbe.Report outOfDate = handshake(expired, Optional.empty());
    assertThat(outOfDate.finding()).isEqualTo(ProbeFinding.CERTIFICATE_OUT_OF_DATE);
    assertThat(outOfDate.explanation().english()).contains("expired on " + end);
    assertThat(outOfDate.explanation().chinese()).contains(end);
    assertThat(outOfDate.message()).contains("expired on " + end);

    SmtpProbe.Report another = handshake(wrongHost, Optional.of(wrongHost.pem()));
    assertThat(another.finding()).isEqualTo(ProbeFinding.CERTIFICATE_OF_ANOTHER);
    assertThat(another.explanation().english()).contains("It is for mail.example.org");
    assertThat(another.explanation().chinese()).contains("mail.example.org");

    SmtpProbe.Report untrusted = handshake(right, Optional.empty());
    assertThat(untrusted.finding()).isEqualTo(ProbeFinding.BAD_CERTIFICATE);
    assertThat(untrusted.explanation().english()).contains("caPem", "issued by CN=test");
  }

  @ParameterizedTest
  @EnumSource(
      value = Credentials.Method.class,
      names = {"LOGIN", "XOAUTH2"})
  void logsInByTheMethodThatIsSet(Credentials.Method method) throws Exception {
    String dialog = method == Credentials.Method.LOGIN ? "auth-login" : "auth-xoauth2";
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      courier.open(endpoint(peer, TlsMode.NONE).withCredentials(ann(method))).close();
      peer.assertPlayed();
    }
  }

  /** RFC 4954 section 4; a command has at most 512 octets. */
  @ParameterizedTest
  @CsvSource({"auth-xoauth2-long,XOAUTH2", "auth-plain-long,PLAIN"})
  void saysASecretThatIsTooLongForACommandWhenItIsAskedFor(String dialog, Credentials.Method method)
      throws Exception {
    Credentials credentials = new Credentials(method, "ann", Secret.of("x".repeat(1_500)));
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      SmtpProbe.Report report =
          new SmtpProbe(courier).probe(endpoint(peer, TlsMode.NONE).withCredentials(credentials));
      assertThat(report.dialog())
          .extracting(DialogLine::meaning)
          .containsSubsequence(
              DialogMeaning.LOGIN,
              DialogMeaning.LOGIN_GOES_ON,
              DialogMeaning.LOGIN,
              DialogMeaning.LOGGED_IN);
      assertThat(report.toString()).doesNotContain("eHh4", "xxx");
      assertThat(peer.commands()).allMatch(c -> !c.startsWith("AUTH") || c.length() < 512);
    }
  }

  @Test
  void tellsALongTokenThatIsRefusedFromOneThatIsAskedFor() throws Exception {
    Credentials credentials =
        new Credentials(Credentials.Method.XOAUTH2, "ann", Secret.of("x".repeat(1_500)));
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("auth-xoauth2-long-expired")) {
      SmtpProbe.Report report =
          new SmtpProbe(courier).probe(endpoint(peer, TlsMode.NONE).withCredentials(credentials));
      assertThat(report.finding()).isEqualTo(ProbeFinding.LOGIN_REFUSED);
      assertThat(report.message()).contains("\"status\":\"401\"");
      assertThat(report.dialog())
          .extracting(DialogLine::meaning)
          .containsSubsequence(
              DialogMeaning.LOGIN_GOES_ON,
              DialogMeaning.TOKEN_REFUSED,
              DialogMeaning.LOGIN_ENDED,
              DialogMeaning.REFUSED);
      peer.assertPlayed();
    }
  }

  @Test
  void doesNotGoOnWithoutTheLogInThatIsWanted() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("no-auth")) {
      RouteFailure failure =
          failure(endpoint(peer, TlsMode.NONE).withCredentials(ann(Credentials.Method.PLAIN)));
      assertThat(failure.phase()).isEqualTo(Phase.AUTH);
      assertThat(failure).hasMessageContaining("AUTH PLAIN");
      peer.assertPlayed();
    }
  }

  @ParameterizedTest
  @CsvSource({"auth-535,PLAIN,false", "auth-login,LOGIN,true", "auth-xoauth2,XOAUTH2,true"})
  void showsTheDialogOfATestWithoutSecrets(
      String dialog, Credentials.Method method, boolean loggedIn) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      SmtpProbe.Report report =
          new SmtpProbe(courier).probe(endpoint(peer, TlsMode.NONE).withCredentials(ann(method)));
      assertThat(report.dialog())
          .extracting(DialogLine::text)
          .contains("220 peer.example ESMTP", "250-peer.example")
          .noneMatch(t -> t.contains("YW5u") || t.contains("czNjcmV0") || t.contains("AGFubg"))
          .noneMatch(t -> t.contains("dXNlcj1hbm4B"));
      assertThat(report.dialog().stream().anyMatch(l -> l.meaning() == DialogMeaning.LOGGED_IN))
          .isEqualTo(loggedIn);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "wants-starttls,TLS_WANTED,false",
    "wants-login,LOGIN_WANTED,false",
    "blocked-at-mail,MAIL_REFUSED,false",
    "not-now-at-mail,MAIL_REFUSED,false",
    "no-null-sender,READY_FOR_SENDERS,true"
  })
  void asksWhetherTheServerTakesMail(String dialog, ProbeFinding finding, boolean fit)
      throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      SmtpProbe.Report report = new SmtpProbe(courier).probe(endpoint(peer, TlsMode.NONE));
      assertThat(report.finding()).isEqualTo(finding);
      assertThat(report.isFit()).isEqualTo(fit);
      assertThat(report.reply()).isPresent();
      peer.assertPlayed();
    }
  }

  @Test
  void saysThatTheLogInNeedsEncryptionFirst() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("login-after-starttls")) {
      assertThat(
              new SmtpProbe(courier)
                  .probe(
                      endpoint(peer, TlsMode.NONE).withCredentials(ann(Credentials.Method.PLAIN)))
                  .finding())
          .isEqualTo(ProbeFinding.TLS_WANTED);
      peer.assertPlayed();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "auth-535,PLAIN,LOGIN_REFUSED",
    "no-auth,PLAIN,LOGIN_NOT_OFFERED",
    "greeting-554,,GREETING_REFUSED"
  })
  void saysInBothLanguagesWhatToDoAboutAFailedTest(
      String dialog, Credentials.Method method, ProbeFinding finding) throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing(dialog)) {
      ServerEndpoint endpoint = endpoint(peer, TlsMode.NONE);
      SmtpProbe.Report report =
          new SmtpProbe(courier)
              .probe(method == null ? endpoint : endpoint.withCredentials(ann(method)));
      assertThat(report.finding()).isEqualTo(finding);
      assertThat(report.reply().isPresent()).isEqualTo(finding != ProbeFinding.LOGIN_NOT_OFFERED);
    }
  }

  @Test
  void findsOutWhyThereIsNoConnection() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("no-starttls")) {
      assertThat(new SmtpProbe(courier).probe(endpoint(peer, TlsMode.STARTTLS)).finding())
          .isEqualTo(ProbeFinding.NO_STARTTLS);
    }
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("probe", right.serverContext())) {
      assertThat(new SmtpProbe(courier).probe(endpoint(peer, TlsMode.STARTTLS)).finding())
          .isEqualTo(ProbeFinding.BAD_CERTIFICATE);
    }
    try (ClosedPort closed = new ClosedPort()) {
      ServerEndpoint nobody = ServerEndpoint.of("127.0.0.1", closed.port(), TlsMode.NONE);
      assertThat(new SmtpProbe(courier).probe(nobody).finding())
          .isEqualTo(ProbeFinding.UNREACHABLE);
    }
    assertThat(ProbeFinding.values())
        .allSatisfy(f -> assertThat(f.wording().chinese()).containsPattern("\\p{IsHan}"));
  }

  @Test
  void testsAConnectionWithoutSendingAMail() throws Exception {
    try (ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("probe", right.serverContext())) {
      SmtpProbe.Report report =
          new SmtpProbe(courier)
              .probe(
                  endpoint(peer, TlsMode.STARTTLS)
                      .withCaPem(right.pem())
                      .withCredentials(ann(Credentials.Method.PLAIN)));
      assertThat(report.isFit()).as(report.message()).isTrue();
      assertThat(report.dialog())
          .extracting(DialogLine::meaning)
          .containsSubsequence(
              DialogMeaning.GREETING,
              DialogMeaning.HELLO,
              DialogMeaning.OFFER,
              DialogMeaning.SECURE,
              DialogMeaning.SECURING,
              DialogMeaning.HELLO,
              DialogMeaning.OFFER,
              DialogMeaning.LOGIN,
              DialogMeaning.LOGGED_IN,
              DialogMeaning.CHECK,
              DialogMeaning.CHECKED,
              DialogMeaning.TAKE_BACK,
              DialogMeaning.TAKEN_BACK,
              DialogMeaning.GOODBYE,
              DialogMeaning.GOODBYE_ANSWERED);
      peer.assertPlayed();
    }
    assertThat(DialogMeaning.values())
        .allSatisfy(m -> assertThat(m.wording().chinese()).isNotBlank());
  }

  @Test
  void refusesBrokenCertificatesBeforeTheyAreStored() throws Exception {
    TrustedCertificates.check(right.pem() + wrongHost.pem());
    for (String pem : new String[] {"", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n"}) {
      assertThatThrownBy(() -> TrustedCertificates.check(pem))
          .isInstanceOfSatisfying(
              MailwrightException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CERTIFICATE));
    }
  }

  @Test
  void showsNoSecretInAnyText() {
    ServerEndpoint endpoint =
        ServerEndpoint.of("[::1]", 25, TlsMode.NONE).withCredentials(ann(Credentials.Method.PLAIN));
    assertThat(endpoint.toString()).doesNotContain("s3cret");
    assertThat(endpoint.host()).isEqualTo("::1");
    assertThat(endpoint.address()).isEqualTo("[::1]:25");
  }
}
