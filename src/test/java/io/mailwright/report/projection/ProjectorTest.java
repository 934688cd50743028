package io.mailwright.report.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.delivery.ledger.ClaimLimit;
import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.LaneChunk;
import io.mailwright.delivery.ledger.LaneReturn;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.feedback.reader.StoredVisits;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.testing.FixedSites;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestRows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kept sums against the ledger, whatever happens to it. */
class ProjectorTest {
  private static final long CAMPAIGN = 7;
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final FixedSites SITES =
      new FixedSites(Map.of("gmail.com", "gmail", "googlemail.com", "gmail"));
  private static final List<String> DOMAINS =
      List.of("gmail.com", "googlemail.com", "big.example", "a.example", "b.example", "c.example");

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-24T09:40:00Z"));

  @ParameterizedTest
  @MethodSource(BOTH)
  void agreesWithTheLedgerOverRandomHistories(Database database) {
    for (int seed = 1; seed <= 4; seed++) {
      new History(database, seed).run();
    }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsTriesReasonsAndHoursOfWhatWasPutOff(Database database) {
    Ledger ledger = prepared(database, 3);
    LaneChunk first = claim(ledger, 10).orElseThrow();
    settle(
        ledger,
        first,
        DeliveryState.DEFERRED,
        "451 4.7.1 greylisted, come back in 30 s, id 8F3A91C2D");
    bringUp(database);
    ProjectionQuery query = new ProjectionQuery(database);
    assertThat(total(query).of(Measure.DEFERRED)).isEqualTo(3);
    clock.forward(Duration.ofHours(2));
    settle(ledger, claim(ledger, 10).orElseThrow(), DeliveryState.SENT, "250 2.0.0 ok");
    bringUp(database);
    Counts total = total(query);
    assertThat(total.of(Measure.DEFERRED)).isZero();
    assertThat(total.of(Measure.ACCEPTED)).isEqualTo(3);
    assertThat(total.of(Measure.AFTER_DEFERRAL)).isEqualTo(3);
    assertThat(total.of(Measure.DEFERRALS)).isEqualTo(3);
    assertThat(query.byHour(CAMPAIGN))
        .extracting(hour -> hour.start().toString())
        .containsOnly("2026-11-24T09:00:00Z", "2026-11-24T11:00:00Z");
    assertThat(query.reasons(CAMPAIGN, List.of(3), 5))
        .containsExactly(
            new ProjectionQuery.Reason(
                3, "greylisted", "451 4.7.1 greylisted, come back in … s, id …", 3));
    assertThat(differences(database)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesADecisionOnWhatWasInDoubtIntoAccountAfterTheEnd(Database database) {
    Ledger ledger = prepared(database, 4);
    settle(ledger, claim(ledger, 10).orElseThrow(), DeliveryState.IN_DOUBT, null);
    bringUp(database);
    ProjectionQuery query = new ProjectionQuery(database);
    assertThat(total(query).of(Measure.IN_DOUBT)).isEqualTo(4);
    ledger.settleInDoubt(CAMPAIGN, true, List.of(), "they wrote back");
    bringUp(database);
    assertThat(total(query).of(Measure.IN_DOUBT)).isZero();
    assertThat(total(query).of(Measure.ACCEPTED)).isEqualTo(4);
    assertThat(query.reasons(CAMPAIGN, List.of(6), 5)).isEmpty();
    assertThat(differences(database)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void findsTheTriesOfAMailThatWasOnlySaidToHaveGone(Database database) {
    Ledger ledger = prepared(database, 3);
    settle(ledger, claim(ledger, 10).orElseThrow(), DeliveryState.DEFERRED, "451 4.7.1 later");
    clock.forward(Duration.ofHours(2));
    assertThat(claim(ledger, 10)).isPresent();
    ledger.settleStaleClaims(CAMPAIGN, 2, false);
    ledger.settleInDoubt(CAMPAIGN, true, List.of(), "they wrote back");
    bringUp(database);
    Counts total = total(new ProjectionQuery(database));
    assertThat(total.of(Measure.ACCEPTED)).isEqualTo(3);
    assertThat(total.of(Measure.DEFERRALS)).isEqualTo(3);
    assertThat(differences(database)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsWhatCameBackOnceARecipient(Database database) {
    Ledger ledger = prepared(database, 6);
    settle(ledger, claim(ledger, 10).orElseThrow(), DeliveryState.SENT, "250 ok");
    feedback(database, 1, "p0@gmail.com", "a");
    feedback(database, 3, "p1@googlemail.com", "b");
    feedback(database, 3, "p1@googlemail.com", "c");
    Projector projector = projector(database);
    projector.catchUp(); // notes how far events go
    projector.catchUp();
    ProjectionQuery query = new ProjectionQuery(database);
    assertThat(total(query).of(Measure.HARD_BOUNCES)).isEqualTo(1);
    assertThat(query.reasons(CAMPAIGN, List.of(21), 5))
        .extracting(ProjectionQuery.Reason::said)
        .containsExactly("no such user");
    assertThat(total(query).of(Measure.COMPLAINTS)).isEqualTo(1);
    assertThat(query.sites(CAMPAIGN, 1).get(0).counts().of(Measure.COMPLAINTS)).isEqualTo(1);
    assertThat(differences(database)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void tellsCodeAndCauseOfWhatCameBackLikeThoseOfReplies(Database database) {
    prepared(database, 6);
    told(database, "p0@gmail.com", "a", "550-5.1.1 The account 7781234 does not exist");
    told(database, "p1@googlemail.com", "b", "smtp; 552 5.2.2 Mailbox full");
    told(database, "p2@gmail.com", "c", "5.1.1 no such user");
    feedback(database, 1, "p3@googlemail.com", "d");
    Projector projector = projector(database);
    projector.catchUp(); // notes how far events go
    projector.catchUp();
    assertThat(new ProjectionQuery(database).reasons(CAMPAIGN, List.of(21), 5))
        .extracting(reason -> reason.said() + " | " + reason.cause())
        .containsExactlyInAnyOrder(
            "550 5.1.1 The account … does not exist | user-unknown",
            "552 5.2.2 Mailbox full | mailbox-full",
            "5.1.1 no such user | user-unknown",
            "no such user | ");
    assertThat(differences(database)).isEmpty();
  }

  private static final String NO_RULE =
      " [no rule fits: soft, because unsure means that the address may work]";

  @ParameterizedTest
  @MethodSource(BOTH)
  void leavesOutOfWhatCameBackWhyItWasBelieved(Database database) {
    prepared(database, 6);
    told(database, "p0@gmail.com", "a", "lost at mx [192.0.2.1]" + NO_RULE);
    told(
        database,
        "p1@googlemail.com",
        "b",
        "lost at mx [192.0.2.1] [own reply-rules.txt line 2: EXPIRED * * [a-z ]+ lost]");
    told(database, "p2@gmail.com", "c", "[the provider says that the address does not work]");
    told(database, "p3@googlemail.com", "d", "blocked [AUP]");
    Projector projector = projector(database);
    projector.catchUp(); // notes how far events go
    projector.catchUp();
    assertThat(bounces(database))
        .containsExactlyInAnyOrder("lost at mx [192.0.2.1] 2", " 1", "blocked [AUP] 1");
    takeBack(database, "a");
    takeBack(database, "c");
    assertThat(bounces(database))
        .containsExactlyInAnyOrder("lost at mx [192.0.2.1] 1", "blocked [AUP] 1");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesBackTheWordsUnderWhichAnEventWasOnceCounted(Database database) {
    prepared(database, 6);
    told(database, "p0@gmail.com", "a", "lost" + NO_RULE);
    told(database, "p1@googlemail.com", "b", "gone" + NO_RULE);
    Projector projector = projector(database);
    projector.catchUp(); // notes how far events go
    projector.catchUp();
    Said before = new Said.Reader(ReplyClassifier.standard()).told("lost" + NO_RULE);
    execute(
        database,
        "UPDATE report_reason SET digest = %d, said = '%s' WHERE said = 'lost'"
            .formatted(before.digest(), before.text()));
    execute(database, "DELETE FROM report_reason WHERE said = 'gone'");
    takeBack(database, "a");
    takeBack(database, "b");
    assertThat(bounces(database)).isEmpty();
    told(database, "p2@gmail.com", "c", "lost" + NO_RULE);
    told(database, "p3@googlemail.com", "d", "gone" + NO_RULE);
    projector.catchUp(); // notes how far events go
    projector.catchUp();
    assertThat(bounces(database))
        .as("none was below zero")
        .containsExactlyInAnyOrder("lost 1", "gone 1");
  }

  private static List<String> bounces(Database database) {
    return new ProjectionQuery(database)
        .reasons(CAMPAIGN, List.of(21), 5).stream()
            .map(reason -> reason.said() + " " + reason.count())
            .toList();
  }

  private void takeBack(Database database, String identity) {
    database.change(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT id FROM feedback_event WHERE identity = ?")) {
            select.setString(1, identity);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              new ReportedFeedback(projector(database), ReplyClassifier.standard())
                  .count(connection, row.getLong(1), CAMPAIGN, -1);
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsOpensAndClicksByPlaceAndHourAndMachinesApart(Database database) {
    Ledger ledger = prepared(database, 6);
    Optional<LaneChunk> chunk = claim(ledger, 10);
    while (chunk.isPresent()) {
      settle(ledger, chunk.get(), DeliveryState.SENT, "250 ok");
      chunk = claim(ledger, 10);
    }
    bringUp(database);
    List<Long> ids = ids(database);
    StoredVisits.add(database, CAMPAIGN, ids.get(0), 0, clock.instant(), true);
    Instant later = clock.instant().plusSeconds(7200);
    for (int link : new int[] {0, 0, 1, 2}) {
      StoredVisits.add(database, CAMPAIGN, ids.get(0), link, later, false);
    }
    projector(database).catchUp();
    projector(database).catchUp();
    ProjectionQuery query = new ProjectionQuery(database);
    assertThat(total(query).of(Measure.OPENS)).isEqualTo(1);
    assertThat(total(query).of(Measure.CLICKS)).isEqualTo(1);
    assertThat(total(query).of(Measure.MACHINE_OPENS)).isEqualTo(1);
    assertThat(total(query).of(Measure.MACHINE_CLICKS)).isZero();
    assertThat(query.byRoute(CAMPAIGN).get(0L)).as("the route is known").isNull();
    assertThat(query.byHour(CAMPAIGN))
        .filteredOn(
            hour -> hour.counts().of(Measure.OPENS) + hour.counts().of(Measure.MACHINE_OPENS) > 0)
        .extracting(
            hour ->
                hour.start()
                    + " "
                    + hour.counts().of(Measure.OPENS)
                    + hour.counts().of(Measure.CLICKS)
                    + hour.counts().of(Measure.MACHINE_OPENS))
        .containsExactly("2026-11-24T09:00:00Z 001", "2026-11-24T11:00:00Z 110");
    assertThat(differences(database)).isEmpty();
    execute(database, "UPDATE report_hour SET opens = 0");
    assertThat(differences(database)).hasSize(1);
    execute(database, "DELETE FROM engagement");
    assertThatThrownBy(() -> upkeep(database).rebuild(CAMPAIGN))
        .isInstanceOf(MailwrightException.class);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatWasVisitedOfACampaignWithoutAReportIsInNobodysWay(Database database) {
    StoredVisits.add(database, 999, 999_001, 0, clock.instant(), false);
    Ledger ledger = prepared(database, 3);
    settle(ledger, claim(ledger, 10).orElseThrow(), DeliveryState.SENT, "250 ok");
    StoredVisits.add(database, CAMPAIGN, ids(database).get(0), 0, clock.instant(), false);
    StoredVisits.add(database, CAMPAIGN, 999_002, 0, clock.instant(), false);
    projector(database).catchUp();
    ProjectionQuery query = new ProjectionQuery(database);
    assertThat(total(query).of(Measure.OPENS)).as("one of a mail whose row is gone").isEqualTo(2);
    assertThat(query.sites(CAMPAIGN, 9)).extracting(ProjectionQuery.Sum::name).contains("*");
    projector(database).catchUp();
    assertThat(total(query).of(Measure.OPENS)).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void waitsUntilNoEventWithALowerIdCanStillCome(Database database) {
    Ledger ledger = prepared(database, 1);
    settle(ledger, claim(ledger, 10).orElseThrow(), DeliveryState.SENT, "250 ok");
    feedback(database, 1, "p0@gmail.com", "a");
    Projector projector =
        new Projector(
            database,
            SITES,
            ReplyClassifier.standard(),
            clock,
            new Projector.Limits(100, 100, 100, 600));
    projector.catchUp();
    projector.catchUp();
    assertThat(total(new ProjectionQuery(database)).of(Measure.HARD_BOUNCES)).isZero();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aLookAtACampaignThatHasNotStartedDoesNotEndItsReport(Database database) {
    assertThat(projector(database).bringUp(CAMPAIGN, Duration.ofSeconds(9))).isPresent();
    Ledger ledger = prepared(database, 5);
    settle(ledger, claim(ledger, 10).orElseThrow(), DeliveryState.SENT, "250 ok");
    bringUp(database);
    assertThat(total(new ProjectionQuery(database)).of(Measure.ACCEPTED)).isPositive();
    assertThat(differences(database)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void putsWhatIsTooMuchTogether(Database database) {
    Ledger ledger =
        Ledgers.prepared(
            database,
            clock,
            CAMPAIGN,
            IntStream.range(0, 60).mapToObj(i -> "p@d" + i + ".example").toList());
    LaneChunk chunk = claim(ledger, 100).orElseThrow();
    List<Settlement> failed = new ArrayList<>();
    for (ClaimedDelivery claim : chunk.claims()) {
      failed.add(settlement(claim, DeliveryState.FAILED, "550 no " + word((int) claim.id())));
    }
    ledger.settle(LaneReturn.of(chunk.lane()), failed);
    new Projector(
            database, SITES, ReplyClassifier.standard(), clock, new Projector.Limits(10, 5, 7, 0))
        .bringUp(CAMPAIGN);
    ProjectionQuery query = new ProjectionQuery(database);
    assertThat(query.sites(CAMPAIGN, 100)).hasSize(11);
    assertThat(query.sites(CAMPAIGN, 3))
        .as("what has no line of its own is in one of all others")
        .extracting(sum -> sum.counts().of(Measure.FAILED))
        .containsExactly(1L, 1L, 1L, 57L);
    assertThat(query.reasons(CAMPAIGN, List.of(4), 100)).hasSize(6);
    assertThat(total(query).of(Measure.FAILED)).isEqualTo(60);
    assertThat(differences(database)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void ofManyDomainsShowsTheSmallOnesTogetherAndTheWorstByThemselves(Database database) {
    int domains = ProjectionQuery.FEW_DOMAINS + 1;
    Ledger ledger =
        Ledgers.prepared(
            database,
            clock,
            CAMPAIGN,
            Stream.concat(
                    IntStream.range(0, domains).mapToObj(i -> "p@d" + i + ".example"),
                    IntStream.range(0, 9).mapToObj(i -> "p" + i + "@gmail.com"))
                .toList());
    Optional<LaneChunk> chunk = claim(ledger, 5000);
    while (chunk.isPresent()) {
      settle(ledger, chunk.get(), DeliveryState.SENT, "250 ok");
      chunk = claim(ledger, 5000);
    }
    feedback(database, 1, "p@d7.example", "a");
    bringUp(database);
    projector(database).catchUp();
    projector(database).catchUp();
    ProjectionQuery query = new ProjectionQuery(database);
    assertThat(query.sites(CAMPAIGN, 50))
        .extracting(sum -> sum.name() + " " + sum.counts())
        .containsExactly("gmail accepted 9", "* accepted " + domains + ", hard_bounces 1");
    assertThat(query.troubled(CAMPAIGN, 50))
        .extracting(ProjectionQuery.Sum::name)
        .containsExactly("d7.example");
    RangeQuery ranges = new RangeQuery(database);
    assertThat(ranges.bounces(List.of(CAMPAIGN, 999L), 5))
        .extracting(bounce -> bounce.kind() + " " + bounce.count())
        .containsExactly("21 1");
    assertThat(ranges.replies(List.of(CAMPAIGN), 5)).isEmpty();
    assertThat(differences(database)).isEmpty();
    execute(database, "DELETE FROM report_site WHERE site = 'gmail'");
    assertThat(differences(database)).hasSize(1).allMatch(line -> line.startsWith("all sites"));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void reasonsAreOfTheHoursInWhichServersGaveThem(Database database) {
    Ledger ledger = prepared(database, 3);
    settle(ledger, claim(ledger, 10).orElseThrow(), DeliveryState.DEFERRED, "451 4.7.1 greylisted");
    clock.forward(Duration.ofHours(2));
    settle(ledger, claim(ledger, 10).orElseThrow(), DeliveryState.FAILED, "550 5.1.1 user unknown");
    bringUp(database);
    RangeQuery ranges = new RangeQuery(database);
    Instant noon = Instant.parse("2026-11-24T11:00:00Z");
    assertThat(ranges.causes(noon.minusSeconds(86_400), noon))
        .hasToString("{greylisted=deferrals 3}");
    assertThat(ranges.causes(noon, noon.plusSeconds(86_400)))
        .hasToString("{user-unknown=failed 3}");
    assertThat(ranges.replies(List.of(CAMPAIGN, 999L), 5))
        .extracting(reply -> reply.kind() + " " + reply.cause() + " " + reply.count())
        .containsExactlyInAnyOrder("3 greylisted 3", "4 user-unknown 3");
    assertThat(ranges.domains(List.of(CAMPAIGN, 999L), List.of("gmail.com", "none.example")))
        .hasToString("[Sum[name=gmail.com, counts=deferrals 1, failed 1]]");
    assertThat(ranges.domains(List.of(), List.of("gmail.com"))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void severalProjectorsAtATimeCountNothingTwice(Database database) throws Exception {
    Ledger ledger = prepared(database, 200);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int n = 0; n < 3; n++) {
        running.add(
            threads.submit(
                (Callable<Void>)
                    () -> {
                      for (int i = 0; i < 30; i++) {
                        projector(database).catchUp();
                      }
                      return null;
                    }));
      }
      Optional<LaneChunk> chunk = claim(ledger, 7);
      while (chunk.isPresent()) {
        settle(ledger, chunk.get(), DeliveryState.SENT, "250 ok");
        chunk = claim(ledger, 7);
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    bringUp(database);
    assertThat(differences(database)).isEmpty();
    assertThat(total(new ProjectionQuery(database)).of(Measure.ACCEPTED)).isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void findsAndMendsSumsThatDiffer(Database database) {
    Ledger ledger = prepared(database, 20);
    settle(ledger, claim(ledger, 10).orElseThrow(), DeliveryState.SENT, "250 ok");
    bringUp(database);
    execute(database, "UPDATE report_route SET accepted = accepted + 1");
    execute(database, "DELETE FROM report_hour");
    assertThat(differences(database)).hasSize(6).allMatch(line -> line.matches("(route|hour) .*"));
    upkeep(database).rebuild(CAMPAIGN);
    assertThat(differences(database)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void anErasedPersonTellsNoDomainAndChangesNoSum(Database database) {
    Ledger ledger = prepared(database, 20);
    settle(ledger, claim(ledger, 12).orElseThrow(), DeliveryState.SENT, "250 ok");
    feedback(database, 1, "p0@gmail.com", "a");
    bringUp(database);
    Counts before = total(new ProjectionQuery(database));
    erase(database, "p0@gmail.com", "erased:00");
    assertThat(differences(database)).as("what was counted stays").isEmpty();
    assertThat(total(new ProjectionQuery(database))).isEqualTo(before);

    execute(
        database, "UPDATE report_domain SET accepted = accepted + 1 WHERE domain = 'gmail.com'");
    assertThat(differences(database))
        .as("one more than was erased")
        .anyMatch(line -> line.startsWith("domain gmail.com"));

    upkeep(database).rebuild(CAMPAIGN);
    assertThat(differences(database)).isEmpty();
    assertThat(domains(database)).contains("*", "gmail.com").noneMatch(d -> d.contains("erased"));
  }

  private static void erase(Database database, String email, String mark) {
    execute(
        database,
        "UPDATE delivery SET email_key = '%s' WHERE email_key = '%s'".formatted(mark, email));
    execute(
        database,
        "UPDATE feedback_event SET email_key = '%s' WHERE email_key = '%s'".formatted(mark, email));
  }

  private static List<String> domains(Database database) {
    return database.query(
        connection -> {
          List<String> domains = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT domain FROM report_domain ORDER BY domain");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              domains.add(row.getString(1));
            }
          }
          return domains;
        });
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void keepsTheReportWhenTheRowsAreGone(Database database) {
    Ledger ledger = prepared(database, 20);
    settle(ledger, claim(ledger, 100).orElseThrow(), DeliveryState.SENT, "250 ok");
    bringUp(database);
    Counts before = total(new ProjectionQuery(database));
    execute(database, "DELETE FROM delivery");
    execute(database, "DELETE FROM lane_range");
    bringUp(database);
    assertThat(total(new ProjectionQuery(database))).isEqualTo(before);
    assertThatThrownBy(() -> upkeep(database).rebuild(CAMPAIGN))
        .isInstanceOf(MailwrightException.class);
    assertThat(total(new ProjectionQuery(database))).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void hoursAreThoseOfTheCampaignsZone(Database database) {
    TestRows.insertTemplateAndPool(database);
    TestRows.insertCampaign(database, CAMPAIGN, "news@example.org", clock.instant());
    execute(database, "UPDATE campaign SET zone = 'Asia/Kolkata'");
    Ledger ledger = prepared(database, 2);
    settle(ledger, claim(ledger, 10).orElseThrow(), DeliveryState.SENT, "250 ok");
    bringUp(database);
    assertThat(new ProjectionQuery(database).byHour(CAMPAIGN).get(0).start())
        .as("15:00 in Kolkata")
        .isEqualTo("2026-11-24T09:30:00Z");
    assertThat(differences(database)).isEmpty();
  }

  /** A campaign that much happens to. */
  private final class History {
    private final Database database;
    private final Random random;
    private final Ledger ledger;
    private final List<Long> ids;
    private final List<LaneChunk> held = new ArrayList<>();
    private long fence = 1;
    private int told;

    History(Database database, int seed) {
      this.database = database;
      this.random = new Random(seed);
      execute(database, "DELETE FROM contact");
      execute(database, "DELETE FROM contact_list");
      for (String table :
          List.of(
              "suppression",
              "delivery",
              "attempt",
              "lane",
              "lane_count",
              "lane_plan",
              "lane_range",
              "snapshot_progress",
              "snapshot_slice",
              "feedback_event",
              "feedback_count",
              "engagement",
              "engagement_count",
              "engagement_first",
              "report_state",
              "report_lane",
              "report_open",
              "report_domain",
              "report_site",
              "report_route",
              "report_hour",
              "report_cause",
              "report_reason")) {
        execute(database, "DELETE FROM " + table);
      }
      this.ledger = prepared(database, 400);
      this.ids = ids(database);
    }

    void run() {
      for (int step = 0; step < 150; step++) {
        clock.forward(Duration.ofMinutes(random.nextInt(20)));
        switch (random.nextInt(14)) {
          case 0, 1, 2 -> claim(ledger, fence, 1 + random.nextInt(40)).ifPresent(held::add);
          case 3, 4, 5, 6 -> settleSome();
          case 7 -> crash();
          case 8 -> decide();
          case 9 -> tell();
          case 10 -> suppress("p%d@gmail.com".formatted(random.nextInt(66) * 6), 1000 + step);
          case 11, 12 -> visit();
          default -> projector(database).catchUp();
        }
        if (random.nextInt(10) == 0) {
          assertThat(differences(database)).as("in the middle").isEmpty();
        }
      }
      if (random.nextBoolean()) {
        ledger.cancelOpen(CAMPAIGN, "cancelled by a person");
      }
      while (!held.isEmpty()) {
        settleSome();
      }
      ledger.settleStaleClaims(CAMPAIGN, ++fence, false);
      projector(database).catchUp();
      projector(database).catchUp();
      assertThat(ledger.countsAgree(CAMPAIGN)).isTrue();
      assertThat(differences(database)).as("at the end").isEmpty();
      upkeep(database).rebuild(CAMPAIGN);
      assertThat(differences(database)).as("made anew").isEmpty();
    }

    private void suppress(String email, long id) {
      execute(
          database,
          """
          INSERT INTO suppression (id, version, email_key, list_id, reason, source, created_at)
          SELECT %d, 1, '%s', 0, 'MANUAL', 'test', CURRENT_TIMESTAMP
          WHERE NOT EXISTS (SELECT 1 FROM suppression WHERE email_key = '%2$s')
          """
              .formatted(id, email));
    }

    private void settleSome() {
      if (held.isEmpty()) {
        return;
      }
      LaneChunk chunk = held.remove(random.nextInt(held.size()));
      List<Settlement> settlements = new ArrayList<>();
      for (ClaimedDelivery claim : chunk.claims()) {
        settlements.add(
            switch (random.nextInt(10)) {
              case 0, 1, 2, 3 -> settlement(claim, DeliveryState.SENT, "250 2.0.0 ok");
              case 4, 5 ->
                  settlement(
                      claim, DeliveryState.DEFERRED, "451 4.7.1 busy " + word(random.nextInt(5)));
              case 6 -> settlement(claim, DeliveryState.FAILED, "550 5.1.1 unknown");
              case 7 -> settlement(claim, DeliveryState.EXPIRED, null);
              case 8 -> settlement(claim, DeliveryState.IN_DOUBT, null);
              default ->
                  Settlement.givenBack(
                      claim,
                      Optional.of(clock.instant().plusSeconds(60)),
                      Optional.of("a limit"),
                      clock.instant());
            });
      }
      if (random.nextInt(4) == 0) {
        ledger.settle(CAMPAIGN, settlements);
        projector(database).catchUp();
      }
      ledger.settle(LaneReturn.of(chunk.lane()), settlements);
    }

    /** The run is gone; its claims are in doubt or open again. Late evidence may still come. */
    private void crash() {
      fence++;
      ledger.settleStaleClaims(CAMPAIGN, fence, random.nextBoolean());
      if (random.nextBoolean()) {
        held.clear();
      }
      if (random.nextBoolean()) {
        ledger.reopenUnsent(CAMPAIGN, 1);
      }
    }

    private void decide() {
      ledger.settleInDoubt(CAMPAIGN, random.nextBoolean(), List.of(), "a person says so");
    }

    /** Also of mails that are not through, and of some twice. */
    private void visit() {
      for (int n = random.nextInt(20); n >= 0; n--) {
        StoredVisits.add(
            database,
            CAMPAIGN,
            ids.get(random.nextInt(ids.size())),
            random.nextInt(3),
            clock.instant().plusSeconds(random.nextInt(7200)),
            random.nextInt(3) == 0);
      }
    }

    private void tell() {
      int person = random.nextInt(400);
      feedback(
          database,
          1 + random.nextInt(6),
          "p" + person + "@" + DOMAINS.get(person % DOMAINS.size()),
          "event " + told++);
    }
  }

  private static String word(int n) {
    return "w"
        + "abcdefghijklmnopqrstuvwxyz".substring(n % 13, n % 13 + 5)
        + "qrstuvwxyz".charAt(n / 13 % 10);
  }

  private Ledger prepared(Database database, int recipients) {
    return Ledgers.prepared(
        database,
        clock,
        CAMPAIGN,
        IntStream.range(0, recipients)
            .mapToObj(i -> "p" + i + "@" + DOMAINS.get(i % DOMAINS.size()))
            .toList(),
        3);
  }

  private Optional<LaneChunk> claim(Ledger ledger, int most) {
    return claim(ledger, 1, most);
  }

  private static Optional<LaneChunk> claim(Ledger ledger, long fence, int most) {
    return ledger.claimNext(
        CAMPAIGN, "w", fence, 1, (lane, open) -> new ClaimLimit(most, 1_000_000));
  }

  private void settle(Ledger ledger, LaneChunk chunk, DeliveryState state, String reply) {
    ledger.settle(
        LaneReturn.of(chunk.lane()),
        chunk.claims().stream().map(claim -> settlement(claim, state, reply)).toList());
  }

  private Settlement settlement(ClaimedDelivery claim, DeliveryState state, String reply) {
    return new Settlement(
        claim.key(),
        state,
        true,
        state == DeliveryState.DEFERRED
            ? Optional.of(clock.instant().plusSeconds(60))
            : Optional.empty(),
        state == DeliveryState.SENT ? Optional.empty() : Optional.of("for a reason"),
        Optional.of(1 + claim.id() % 3),
        Optional.ofNullable(reply).map(text -> SmtpReply.parse(text).orElseThrow()),
        clock.instant());
  }

  private Projector projector(Database database) {
    return new Projector(
        database,
        SITES,
        ReplyClassifier.standard(),
        clock,
        new Projector.Limits(50_000, 2000, 23, 0));
  }

  private void bringUp(Database database) {
    projector(database).bringUp(CAMPAIGN);
  }

  private ReportUpkeep upkeep(Database database) {
    return new ReportUpkeep(database, projector(database), ReplyClassifier.standard(), clock);
  }

  private List<String> differences(Database database) {
    return upkeep(database).differences(CAMPAIGN);
  }

  private static Counts total(ProjectionQuery query) {
    return query.byRoute(CAMPAIGN).values().stream().reduce(Counts.NONE, Counts::plus);
  }

  private static List<Long> ids(Database database) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement("SELECT id FROM delivery ORDER BY id");
              ResultSet row = select.executeQuery()) {
            List<Long> ids = new ArrayList<>();
            while (row.next()) {
              ids.add(row.getLong(1));
            }
            return ids;
          }
        });
  }

  private void told(Database database, String email, String identity, String words) {
    feedback(database, 1, email, identity);
    execute(
        database,
        "UPDATE feedback_event SET detail = '" + words + "' WHERE identity = '" + identity + "'");
  }

  private void feedback(Database database, int kind, String email, String identity) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO feedback_event (kind, campaign_id, email_key, at, source, detail, identity)"
                      + " VALUES (?, ?, ?, ?, 'test', 'no such user [reply-rules.txt line 7: USER_UNKNOWN * *]', ?)")) {
            insert.setInt(1, kind);
            insert.setLong(2, CAMPAIGN);
            insert.setString(3, email);
            insert.setTimestamp(4, Timestamp.from(clock.instant()));
            insert.setString(5, identity);
            insert.executeUpdate();
          }
        });
  }

  private static void execute(Database database, String sql) {
    database.change(connection -> run(connection.createStatement(), sql));
  }

  private static void run(Statement statement, String sql) throws SQLException {
    try (statement) {
      statement.execute(sql);
    }
  }
}
