package io.mailwright.feedback.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.audience.suppression.TestSuppressions;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.delivery.ledger.MessageIds;
import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.TestFeedback;
import io.mailwright.feedback.evidence.Evidence;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.EvidenceState;
import io.mailwright.feedback.evidence.EvidenceVerdict;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.feedback.link.Verp;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.routing.TlsMode;
import io.mailwright.testing.ClosedPort;
import io.mailwright.testing.GreenMailCertificate;
import io.mailwright.testing.ScriptedSmtpPeer;
import io.mailwright.testing.TestCertificate;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.TestRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CollectTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final int MAILS = 23;

  private static TestCertificate certificate;

  @BeforeAll
  static void certificate() {
    certificate = GreenMailCertificate.get();
  }

  private static String bounce(int no, String status, String headers) {
    return """
        From: MAILER-DAEMON@mx.example.net
        To: bounces@example.com
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <bounce.%d@mx.example.net>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        Your message could not be delivered.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net

        Final-Recipient: rfc822; %s
        Action: failed
        Status: %s
        Diagnostic-Code: smtp; 550 %s <%s>: Recipient address rejected: User unknown

        --b
        Content-Type: text/rfc822-headers

        %sTo: %s

        --b--
        """
        .formatted(no, who(no), status, status, who(no), headers, who(no));
  }

  private static String who(int no) {
    return "ann" + no + "@example.net";
  }

  private static String proven(int no) {
    return bounce(
        no,
        "5.1.1",
        "Message-ID: " + Ledgers.messageIds().of(7, who(no), "news@example.com") + "\n");
  }

  private static long hardBounces(Database database) {
    return TestFeedback.on(database).counts(List.of(7L)).of(7, FeedbackKind.HARD_BOUNCE).events();
  }

  private static List<Evidence> stored(CollectBench bench) {
    return bench.with(
        parts ->
            parts
                .evidence()
                .page(
                    PageRequest.first(1000),
                    new EvidenceRepository.Filter(
                        Optional.empty(), Optional.empty(), Optional.empty()))
                .items());
  }

  static Stream<Arguments> ways() {
    return Stream.of(MailboxProtocol.values())
        .flatMap(
            protocol ->
                Stream.of(TlsMode.NONE, TlsMode.TLS)
                    .map(tls -> Arguments.of(TestDatabases.h2(), protocol, tls)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void storesActsAndThenDeletes(Database database, MailboxProtocol protocol, TlsMode tls)
      throws Exception {
    try (CollectBench bench = new CollectBench(database)) {
      long id = bench.add(bench.draft(protocol, tls, Optional.of(certificate.pem())));
      for (int i = 0; i < MAILS; i++) {
        bench.deliver(proven(i));
      }
      bench.deliver("Subject: Hello\n\nHow are you?\n..\n.\n");
      bench.collect();
      assertThat(TestSuppressions.told(database)).hasSize(MAILS);
      assertThat(hardBounces(database)).isEqualTo(MAILS);
      assertThat(bench.inBox()).isZero();
      assertThat(stored(bench))
          .hasSize(MAILS + 1)
          .allSatisfy(
              mail -> {
                assertThat(mail.state()).isEqualTo(EvidenceState.DONE);
                assertThat(mail.handled().orElseThrow().isBelieved()).isTrue();
                assertThat(mail.arrival().place()).isPresent();
              });
      MailboxState state = bench.with(parts -> parts.states().of(id));
      assertThat(state.total()).isEqualTo(MAILS + 1);
      assertThat(state.goodAt()).isPresent();
      assertThat(state.failingSince()).isEmpty();
    }
  }

  static Stream<Arguments> killed() {
    return Stream.of(MailboxProtocol.values())
        .flatMap(
            protocol -> TestDatabases.both().map(database -> Arguments.of(database, protocol)));
  }

  /** The process ends after a mail was stored, or acted on, and nothing was deleted. */
  @ParameterizedTest
  @MethodSource("killed")
  void losesNothingAndCountsNothingTwiceWhereverItIsKilled(
      Database database, MailboxProtocol protocol) {
    try (CollectBench bench = new CollectBench(database)) {
      long mailbox = bench.add(bench.draft(protocol, TlsMode.NONE, Optional.empty()));
      for (int i = 0; i < MAILS; i++) {
        bench.deliver(proven(i));
      }
      for (int acted = 0; acted <= 5; acted++) {
        int handled = acted;
        bench.with(
            parts -> {
              MailboxRun killed = parts.runs().begin(Optional.empty());
              List<Collected> chunk = new ArrayList<>();
              for (int i = 0; i < 5; i++) {
                killed.next().ifPresent(chunk::add);
              }
              chunk.stream().limit(handled).forEach(mail -> CollectBench.handle(parts, mail));
              return null;
            });
      }
      assertThat(bench.inBox() + stored(bench).size()).isGreaterThanOrEqualTo(MAILS);
      bench.clock().forward(Duration.ofMinutes(2));
      bench.collect();
      assertThat(bench.inBox()).isZero();
      assertThat(stored(bench))
          .hasSize(MAILS)
          .allSatisfy(mail -> assertThat(mail.state()).isEqualTo(EvidenceState.DONE));
      assertThat(hardBounces(database)).isEqualTo(MAILS);
      assertThat(bench.with(parts -> parts.states().of(mailbox)).total()).isEqualTo(MAILS);
      assertThat(TestSuppressions.told(database)).hasSize(MAILS);
    }
  }

  @ParameterizedTest
  @EnumSource(MailboxProtocol.class)
  void countsAMailThatStandsThereTwiceOnce(MailboxProtocol protocol) {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database)) {
      bench.add(bench.draft(protocol, TlsMode.NONE, Optional.empty()));
      bench.deliver(proven(1));
      bench.deliver(proven(1));
      bench.collect();
      bench.deliver(proven(1));
      bench.collect();
      assertThat(hardBounces(database)).isEqualTo(1);
      assertThat(bench.inBox()).isZero();
    }
  }

  /** As of several recipients that a complaint names; each could be anybody's, but for one. */
  @Test
  void believesTheSignedReturnPathOfTheOneAmongSeveralWhoseItIs() {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database)) {
      bench.add(bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty()));
      TestRows.insertDelivery(
          database, 71, 7, who(1), DeliveryState.SENT.code(), CollectBench.NOW.minusSeconds(60));
      String path = new Verp(TestKeys.of(1)).address("bounces@example.com", 71);
      String forged = new Verp(TestKeys.of(2)).address("bounces@example.com", 71);
      bench.with(parts -> take(parts, complaint(forged, who(2), who(1))));
      assertThat(TestSuppressions.told(database)).as("by a person, but forged").isEmpty();
      bench.deliver(complaint(path, who(2), who(1)));
      bench.collect();
      assertThat(TestSuppressions.told(database))
          .singleElement()
          .asString()
          .startsWith(who(1) + " 0 COMPLAINT");
    }
  }

  private static FeedbackIntake.Told take(CollectBench.Parts parts, String mail) {
    try {
      return parts
          .intake()
          .take(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)), "user somebody");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String complaint(String path, String one, String other) {
    return """
          To: complaints@example.com
          Content-Type: multipart/report; report-type=feedback-report; boundary=b

          --b
          Content-Type: message/feedback-report

          Feedback-Type: abuse
          Original-Mail-From: <%s>
          Original-Rcpt-To: <%s>
          Original-Rcpt-To: <%s>

          --b--
          """
        .formatted(path, one, other);
  }

  static Stream<Arguments> namingNotWhomItWasSentTo() {
    return Stream.of(
        Arguments.of(
            "nobody",
            """
            Your mail could not be delivered, since the person is not accepting mail from you:
                screenname
            """),
        Arguments.of(
            "whom the receiver passed it on to",
            """
            The following addresses had permanent fatal errors:

            <first@elsewhere.example>: 550 5.1.1 user unknown (in reply to RCPT TO command)

            <second@elsewhere.example>: 552 5.2.2 mailbox full
            """));
  }

  /** The return path alone tells which mail it was. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("namingNotWhomItWasSentTo")
  void countsANoticeThatNamesSomebodyElseByItsSignedReturnPath(String who, String words) {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database)) {
      bench.add(bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty()));
      TestRows.insertDelivery(
          database, 71, 7, who(1), DeliveryState.SENT.code(), CollectBench.NOW.minusSeconds(60));
      bench.deliver(notice(new Verp(TestKeys.of(2)).address("bounces@example.com", 71), words));
      bench.collect();
      assertThat(softBounces(database)).as("forged").isZero();
      bench.deliver(notice(new Verp(TestKeys.of(1)).address("bounces@example.com", 71), words));
      bench.collect();
      assertThat(softBounces(database)).isEqualTo(1);
      assertThat(TestSuppressions.told(database)).isEmpty();
    }
  }

  static Stream<Arguments> tellingNothing() {
    return Stream.of(
        Arguments.of("\u0001\u0002 no mail at all\n\nbut something", "It has no header of a mail"),
        Arguments.of(notice("bounces@example.com", "It could not be delivered."), "names nobody"),
        Arguments.of(
            "From: fbl@isp.example\nContent-Type: multipart/report; boundary=b\n\n--b\n"
                + "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
                + "Original-Rcpt-To: redacted@isp.example\n--b--\n",
            "names nobody"),
        Arguments.of(
            "From: a@example.net\nX-Long: " + "x".repeat(70_000) + "\n\nHello\n",
            "It can be read in part only: "));
  }

  /** Of a mail that a person should look at, and of another beside it. */
  @ParameterizedTest(name = "{1}")
  @MethodSource("tellingNothing")
  void putsAMailThatTellsNothingIntoQuarantine(String mail, String reason) {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database)) {
      bench.add(bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty()));
      bench.deliver(mail);
      bench.deliver("From: ann@example.net\nSubject: Thank you\n\nI like your letters.\n");
      bench.collect();
      assertThat(bench.inBox()).isZero();
      assertThat(stored(bench))
          .extracting(Evidence::state)
          .containsExactly(EvidenceState.QUARANTINED, EvidenceState.DONE);
      assertThat(stored(bench).get(0).reason()).get().asString().contains(reason);
    }
  }

  private static long softBounces(Database database) {
    return TestFeedback.on(database).counts(List.of(7L)).of(7, FeedbackKind.SOFT_BOUNCE).events();
  }

  private static String notice(String path, String words) {
    return """
        From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>
        Delivered-To: %s
        To: %s
        Subject: Mail Delivery Problem
        Message-ID: <n-%s

        %s"""
        .formatted(path, path, path.replaceAll("[<>]", "") + ">", words);
  }

  @Test
  void countsNoMailThatIsOnlyLate() {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database)) {
      bench.add(bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty()));
      bench.deliver(
          proven(1).replace("Action: failed", "Action: delayed").replace("5.1.1", "4.2.2"));
      bench.collect();
      assertThat(softBounces(database)).isZero();
      assertThat(stored(bench))
          .singleElement()
          .satisfies(
              mail ->
                  assertThat(mail.handled().orElseThrow().verdict())
                      .isEqualTo(EvidenceVerdict.SOFT));
    }
  }

  static Stream<String> showingThatItWasAccepted() {
    return Stream.of(
        proven(1).replace("Action: failed", "Action: delivered").replace("5.1.1", "2.1.5"),
        proven(1).replace("Action: failed", "Action: relayed").replace("5.1.1", "2.1.9"),
        proven(1).replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.1"),
        """
        From: %s
        Subject: Out of office
        Auto-Submitted: auto-replied
        In-Reply-To: %s

        I am away.
        """
            .formatted(who(1), Ledgers.messageIds().of(7, who(1), "news@example.com")));
  }

  @ParameterizedTest
  @MethodSource("showingThatItWasAccepted")
  void settlesADoubtByWhatIsNoBounce(String mail) {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database)) {
      bench.add(bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty()));
      TestRows.insertInDoubt(database, 71, 7, who(1), CollectBench.NOW.minusSeconds(60));
      bench.deliver(mail.replaceAll("<[^<>]*@example.com>", "<made.up@example.com>"));
      bench.collect();
      assertThat(Ledgers.reasons(database, 7, DeliveryState.SENT))
          .as("nothing proves it")
          .isEmpty();
      bench.deliver(mail);
      bench.collect();
      assertThat(Ledgers.reasons(database, 7, DeliveryState.SENT))
          .containsExactly("it was accepted: something came back for it (mailbox Bounces)");
      assertThat(TestSuppressions.told(database)).isEmpty();
    }
  }

  @Test
  void takesANoticeForOneWhateverItsSubjectLooksLike() {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database)) {
      bench.add(bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty()));
      bench.deliver(
          proven(1)
              .replaceFirst(
                  "(?m)^Subject: .*$", "Subject: Undeliverable: unsubscribe-from-all-our-letters"));
      bench.collect();
      assertThat(TestSuppressions.told(database)).singleElement().asString().contains("HARD");
    }
  }

  @Test
  void actsOnNothingThatAnybodyCouldHaveWritten() {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database)) {
      MailboxDraft draft = bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty());
      bench.add(draft);
      bench.deliver(bounce(1, "5.1.1", ""));
      bench.deliver(
          bounce(
              2,
              "5.1.1",
              "Message-ID: " + Ledgers.messageIds().of(7, who(3), "news@example.com") + "\n"));
      bench.deliver(
          bounce(
              3,
              "5.1.1",
              "Message-ID: "
                  + new MessageIds(TestKeys.of(2)).of(7, who(3), "news@example.com")
                  + "\n"));
      bench.collect();
      assertThat(TestSuppressions.told(database)).isEmpty();
      assertThat(stored(bench))
          .hasSize(3)
          .allSatisfy(
              mail -> {
                assertThat(mail.handled().orElseThrow().isBelieved()).isFalse();
                assertThat(mail.handled().orElseThrow().verdict()).isEqualTo(EvidenceVerdict.HARD);
              });

      Evidence first = stored(bench).get(0);
      bench.with(
          parts -> {
            parts.intake().again(first, true);
            return null;
          });
      assertThat(TestSuppressions.told(database)).singleElement().asString().startsWith(who(1));
    }
  }

  @Test
  void actsOnARecipientAloneWhereAPersonHasSaidSo() {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database)) {
      MailboxDraft d = bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty());
      bench.add(
          new MailboxDraft(
              d.name(),
              d.protocol(),
              d.host(),
              d.port(),
              d.tls(),
              d.tlsRequired(),
              d.caPem(),
              d.login(),
              d.folder(),
              d.interval(),
              d.enabled(),
              d.afterStoring(),
              d.moveTo(),
              true,
              d.unsubscribeAddress()));
      bench.deliver(bounce(1, "5.1.1", ""));
      bench.collect();
      assertThat(TestSuppressions.told(database)).hasSize(1);
    }
  }

  /** 64 MiB are read of it, its beginning is kept, and then the connection is cut. */
  @Test
  void readsWhatIsBehindAMailWithoutEnd() throws Exception {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database);
        ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("pop3-endless-then-good")) {
      MailboxDraft d = bench.draft(MailboxProtocol.POP3, TlsMode.NONE, Optional.empty());
      long id =
          bench.add(
              new MailboxDraft(
                  d.name(),
                  d.protocol(),
                  d.host(),
                  peer.port(),
                  d.tls(),
                  d.tlsRequired(),
                  d.caPem(),
                  d.login(),
                  d.folder(),
                  d.interval(),
                  d.enabled(),
                  d.afterStoring(),
                  d.moveTo(),
                  d.byRecipient(),
                  d.unsubscribeAddress()));
      bench.collect();
      assertThat(stored(bench)).extracting(Evidence::isWhole).containsExactly(false, true);
      MailboxState state = bench.with(parts -> parts.states().of(id));
      assertThat(state.problem()).isEmpty();
    }
  }

  /** Servers that begin all their numbers with 1 are many. */
  @Test
  void readsAnotherAccountWhoseMailsHaveTheSameNumbers() throws Exception {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database);
        ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("imap-two-accounts")) {
      long id = bench.add(of(bench, peer, "first"));
      bench.collect();
      bench.change(id, of(bench, peer, "second"));
      bench.collect();
      assertThat(stored(bench))
          .extracting(Evidence::subject)
          .containsExactly("of the first", "of the second");
      peer.assertPlayed();
    }
  }

  private static MailboxDraft of(CollectBench bench, ScriptedSmtpPeer peer, String user) {
    MailboxDraft d = bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty());
    return new MailboxDraft(
        d.name(),
        d.protocol(),
        d.host(),
        peer.port(),
        d.tls(),
        d.tlsRequired(),
        d.caPem(),
        new MailboxDraft.Login(MailboxAuth.PASSWORD, user, Optional.of("secret")),
        d.folder(),
        d.interval(),
        d.enabled(),
        d.afterStoring(),
        d.moveTo(),
        d.byRecipient(),
        d.unsubscribeAddress());
  }

  private static MailboxDraft after(MailboxDraft d, AfterStoring after, Optional<String> moveTo) {
    return new MailboxDraft(
        d.name(),
        d.protocol(),
        d.host(),
        d.port(),
        d.tls(),
        d.tlsRequired(),
        d.caPem(),
        d.login(),
        d.folder(),
        d.interval(),
        d.enabled(),
        after,
        moveTo,
        d.byRecipient(),
        d.unsubscribeAddress());
  }

  @Test
  void readsMailsThatStayOnce() throws Exception {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database)) {
      long id =
          bench.add(
              after(
                  bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty()),
                  AfterStoring.SEEN,
                  Optional.empty()));
      for (int i = 0; i < MAILS; i++) {
        bench.deliver(proven(i));
      }
      bench.collect();
      assertThat(bench.inBox()).isEqualTo(MAILS);
      assertThat(bench.server().getReceivedMessages())
          .allSatisfy(mail -> assertThat(mail.isSet(jakarta.mail.Flags.Flag.SEEN)).isTrue());
      assertThat(bench.<Boolean>with(parts -> parts.runs().hasMail(parts.mailboxes().get(id))))
          .isFalse();
      bench.deliver(proven(MAILS));
      assertThat(bench.<Boolean>with(parts -> parts.runs().hasMail(parts.mailboxes().get(id))))
          .isTrue();
      bench.collect();
      assertThat(hardBounces(database)).isEqualTo(MAILS + 1);
      assertThat(stored(bench)).hasSize(MAILS + 1);
    }
  }

  @Test
  void comesBackToAMailThatIsNotGivenWhileOthersBehindItAre() throws Exception {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database);
        ScriptedSmtpPeer peer = ScriptedSmtpPeer.playing("imap-gap")) {
      bench.add(after(of(bench, peer, "one"), AfterStoring.SEEN, Optional.empty()));
      for (int visit = 0; visit < 3; visit++) {
        bench.collect();
        bench.clock().forward(Duration.ofMinutes(10));
      }
      peer.assertPlayed();
      assertThat(stored(bench))
          .extracting(Evidence::subject)
          .containsExactlyInAnyOrder("of the fifth", "of the sixth");
    }
  }

  @Test
  void movesMailsToAFolderThatItMakes() {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database)) {
      MailboxDraft draft = bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty());
      long id = bench.add(after(draft, AfterStoring.MOVE, Optional.of("Handled")));
      bench.deliver(proven(1));
      bench.collect();
      MailboxState state = bench.with(parts -> parts.states().of(id));
      assertThat(state.problem()).isEmpty();
      assertThat(hardBounces(database)).isEqualTo(1);
      assertThat(bench.<Boolean>with(parts -> parts.runs().hasMail(parts.mailboxes().get(id))))
          .isFalse();
    }
  }

  @Test
  void goesOnWithTheOthersWhereOneCannotBeReached() throws Exception {
    Database database = TestDatabases.h2();
    try (CollectBench bench = new CollectBench(database);
        ClosedPort nobody = new ClosedPort()) {
      MailboxDraft good = bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty());
      long bad =
          bench.add(
              new MailboxDraft(
                  "Away",
                  good.protocol(),
                  good.host(),
                  nobody.port(),
                  good.tls(),
                  good.tlsRequired(),
                  good.caPem(),
                  good.login(),
                  good.folder(),
                  good.interval(),
                  true,
                  good.afterStoring(),
                  good.moveTo(),
                  false,
                  Optional.empty()));
      bench.add(good);
      bench.deliver(proven(1));
      bench.collect();
      bench.clock().forward(Duration.ofMinutes(5));
      bench.collect();
      assertThat(hardBounces(database)).isEqualTo(1);
      MailboxState state = bench.with(parts -> parts.states().of(bad));
      assertThat(state.failingSince()).contains(CollectBench.NOW);
      assertThat(state.problem().orElseThrow().english()).startsWith("No connection could be made");
      assertThat(bench.troubles())
          .extracting(MailboxTrouble::since)
          .as("one notice for both")
          .containsOnly(CollectBench.NOW);
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void letsARecipientLeaveByMail(Database database) {
    try (CollectBench bench = new CollectBench(database)) {
      MailboxDraft d = bench.draft(MailboxProtocol.IMAP, TlsMode.NONE, Optional.empty());
      assertThat(
              bench.<Optional<String>>with(
                  parts -> parts.links().of(7).unsubscribe(who(1)).orElseThrow().mailto()))
          .isEmpty();
      bench.add(
          new MailboxDraft(
              d.name(),
              d.protocol(),
              d.host(),
              d.port(),
              d.tls(),
              d.tlsRequired(),
              d.caPem(),
              d.login(),
              d.folder(),
              d.interval(),
              true,
              d.afterStoring(),
              d.moveTo(),
              false,
              Optional.of("leave%us@example.com")));
      String mailto =
          bench.with(
              parts ->
                  parts.links().of(7).unsubscribe(who(1)).orElseThrow().mailto().orElseThrow());
      assertThat(mailto).startsWith("mailto:leave%25us@example.com?subject=unsubscribe-");
      String subject = mailto.substring(mailto.indexOf('=') + 1);
      bench.deliver("From: eve@example.org\nSubject: " + subject + "\n\n");
      bench.deliver("From: ann1@example.net\nSubject: Re: " + subject + "\n\nplease\n");
      bench.deliver("From: eve@example.org\nSubject: " + subject.replace('a', 'b') + "x\n\n");
      bench.collect();
      assertThat(TestSuppressions.told(database))
          .singleElement()
          .asString()
          .startsWith(who(1) + " 107 UNSUBSCRIBE");
      assertThat(
              TestFeedback.on(database)
                  .counts(List.of(7L))
                  .of(7, FeedbackKind.UNSUBSCRIBE)
                  .events())
          .isEqualTo(1);
      assertThat(stored(bench).stream().map(mail -> mail.handled().orElseThrow().isBelieved()))
          .containsExactly(true, true, false);
    }
  }
}
