package io.mailwright.feedback.mailbox;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.mailwright.audience.suppression.SuppressionRepository;
import io.mailwright.audience.suppression.TestSuppressions;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.TestCampaigns;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.feedback.acting.BlamedRoutes;
import io.mailwright.feedback.acting.FeedbackActions;
import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.acting.SoftBounces;
import io.mailwright.feedback.event.TestFeedback;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.TestEvidence;
import io.mailwright.feedback.link.RecipientLinks;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.feedback.origin.Origins;
import io.mailwright.feedback.unsubscribe.Unsubscribes;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.secret.SecretBox;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.store.Revision;
import io.mailwright.routing.TlsMode;
import io.mailwright.routing.brake.TestBrakes;
import io.mailwright.routing.route.RouteBlames;
import io.mailwright.smtp.mailbox.MailboxDoor;
import io.mailwright.testing.FixedSites;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.spec.SecretKeySpec;

/** A mailbox on a real server, a real database, and all between them. */
public final class CollectBench implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");
  private static final String USER = "bounces";
  private static final String PASSWORD = "s3cret \"x\\y";

  private final SettableClock clock = new SettableClock(NOW);
  private final SecretBox secrets =
      new SecretBox(new SecretKeySpec(new byte[32], "AES"), new SecureRandom());
  private final Settings settings = new Settings(name -> Optional.empty());
  private final List<MailboxTrouble> troubles = new ArrayList<>();
  private final MailboxDoor door = new MailboxDoor();
  private TokenServer tokenServer =
      (grant, caPem) -> {
        throw new AssertionError("no token is needed");
      };
  private final Database database;
  private final TestEntities store;
  private final GreenMail server;
  private final GreenMailUser user;

  public CollectBench(Database database) {
    this.database = database;
    this.store = new TestEntities(database);
    server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP),
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAPS),
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3),
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_POP3S)
            });
    user = server.setUser("bounces@example.com", USER, PASSWORD);
    server.start();
    TestRows.insertTemplateAndPool(database);
    TestRows.insertCampaign(database, 7, "news@example.com", NOW.minus(Duration.ofDays(3)));
  }

  /** Everything that a run needs, in one transaction of the entities. */
  public record Parts(
      MailboxRuns runs,
      FeedbackIntake intake,
      EvidenceRepository evidence,
      MailboxStates states,
      MailboxRepository mailboxes,
      RecipientLinks links,
      Origins origins,
      FeedbackActions actions,
      Unsubscribes unsubscribes,
      Clock clock) {}

  public <T> T with(Function<Parts, T> work) {
    return store.in(
        entities -> {
          SuppressionRepository suppressions = TestSuppressions.of(entities, database, clock);
          CampaignRepository campaigns = TestCampaigns.of(entities, database, clock);
          EvidenceRepository evidence = TestEvidence.on(database, clock);
          MailboxRepository mailboxes = new JpaMailboxRepository(entities, secrets, clock);
          MailboxStates states = new MailboxStates(database, clock);
          RecipientLinks links =
              new RecipientLinks(
                  TestKeys.of(1),
                  settings,
                  java.time.Clock.systemUTC(),
                  new JdbcLeaveByMail(database));
          FeedbackActions actions =
              new FeedbackActions(
                  TestFeedback.on(database),
                  suppressions,
                  new SoftBounces(database, settings, clock),
                  campaigns,
                  TestBrakes.on(database, clock),
                  FixedSites.none(),
                  Ledgers.of(database, clock),
                  new BlamedRoutes(database, new RouteBlames(database), FixedSites.none()),
                  settings);
          Origins origins = new Origins(database, campaigns, TestKeys.of(1), clock);
          Unsubscribes unsubscribes =
              new Unsubscribes(database, suppressions, TestFeedback.on(database), settings, clock);
          FeedbackIntake intake =
              new FeedbackIntake(
                  ReplyClassifier.standard(),
                  origins,
                  actions,
                  evidence,
                  links,
                  unsubscribes,
                  clock);
          return work.apply(
              new Parts(
                  new MailboxRuns(
                      mailboxes,
                      door,
                      new MailboxTokens(database, secrets, tokenServer, clock),
                      states,
                      evidence,
                      secrets,
                      clock,
                      troubles::add),
                  intake,
                  evidence,
                  states,
                  mailboxes,
                  links,
                  origins,
                  actions,
                  unsubscribes,
                  clock));
        });
  }

  /** Where tokens come from, from now on. */
  void tokensFrom(TokenServer given) {
    tokenServer = given;
  }

  /** Seals as the mailboxes of the bench are sealed. */
  SecretBox secrets() {
    return secrets;
  }

  public GreenMail server() {
    return server;
  }

  public SettableClock clock() {
    return clock;
  }

  public List<MailboxTrouble> troubles() {
    return troubles;
  }

  /** One for the mailbox of the server. */
  public MailboxDraft draft(MailboxProtocol protocol, TlsMode tls, Optional<String> pem) {
    boolean isTls = tls == TlsMode.TLS;
    int port =
        protocol == MailboxProtocol.IMAP
            ? (isTls ? server.getImaps() : server.getImap()).getPort()
            : (isTls ? server.getPop3s() : server.getPop3()).getPort();
    return new MailboxDraft(
        "Bounces",
        protocol,
        "127.0.0.1",
        port,
        tls,
        true,
        pem,
        new MailboxDraft.Login(MailboxAuth.PASSWORD, USER, Optional.of(PASSWORD)),
        "INBOX",
        Duration.ofMinutes(5),
        true,
        AfterStoring.DELETE,
        Optional.empty(),
        false,
        Optional.empty());
  }

  public long add(MailboxDraft draft) {
    return with(parts -> parts.mailboxes().create(draft).id());
  }

  public void change(long id, MailboxDraft draft) {
    with(parts -> parts.mailboxes().change(id, Revision.latest(), draft));
  }

  /** Puts a mail into the mailbox. */
  public void deliver(String mail) {
    user.deliver(GreenMailUtil.newMimeMessage(mail.replace("\n", "\r\n")));
  }

  /** Mails in the mailbox now. */
  public int inBox() {
    return server.getReceivedMessages().length;
  }

  /** Reads all mailboxes to the end, in chunks. */
  public void collect() {
    with(
        parts -> {
          try (MailboxRun run = parts.runs().begin(Optional.empty())) {
            List<Collected> chunk = new ArrayList<>();
            for (Optional<Collected> next = run.next(); next.isPresent(); next = run.next()) {
              handle(parts, next.get());
              chunk.add(next.get());
              if (chunk.size() == 10) {
                run.settle(chunk);
                chunk.clear();
              }
            }
            run.settle(chunk);
          }
          return null;
        });
  }

  public static void handle(Parts parts, Collected mail) {
    parts
        .intake()
        .actOrSetAside(mail.id(), mail.arrival(), parts.intake().read(mail.arrival(), mail.raw()));
  }

  @Override
  public void close() {
    server.stop();
    store.close();
  }
}
