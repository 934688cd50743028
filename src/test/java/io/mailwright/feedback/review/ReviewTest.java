package io.mailwright.feedback.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mailwright.audience.suppression.Suppression;
import io.mailwright.audience.suppression.SuppressionDraft;
import io.mailwright.audience.suppression.SuppressionReason;
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
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.FeedbackRepository;
import io.mailwright.feedback.event.TestFeedback;
import io.mailwright.feedback.evidence.EvidenceRepository;
import io.mailwright.feedback.evidence.TestEvidence;
import io.mailwright.feedback.link.RecipientLinks;
import io.mailwright.feedback.link.TestKeys;
import io.mailwright.feedback.origin.Origins;
import io.mailwright.feedback.unsubscribe.Unsubscribes;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.settings.Setting;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.report.projection.Projector;
import io.mailwright.routing.brake.TestBrakes;
import io.mailwright.routing.route.RouteBlames;
import io.mailwright.testing.FixedSites;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stored mails read again by better rules: what changes, applied by choice and taken back. */
class ReviewTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String ANN = "ann@example.net";
  private static final String BOB = "bob@example.net";

  /** What the first rules take for a dead address and the better ones for a full mailbox. */
  private static final String QUEER = "550 5.1.1 sorry, no room here, user unknown to have any";

  private final Settings settings =
      new Settings(
          name ->
              Optional.of("3")
                  .filter(three -> name.equals(Setting.MAILWRIGHT_SOFT_BOUNCES.property())));
  private Database database;
  private TestEntities store;
  private EvidenceRepository mails;
  private FeedbackRepository feedback;
  private SuppressionRepository suppressions;

  @AfterEach
  void close() {
    store.close();
  }

  private void on(Database on) {
    database = on;
    store = new TestEntities(database);
    mails = TestEvidence.on(database, CLOCK);
    feedback = TestFeedback.on(database);
    suppressions = each(SuppressionRepository.class, e -> TestSuppressions.of(e, database, CLOCK));
    TestRows.insertTemplateAndPool(database);
    TestRows.insertCampaign(database, 7, "news@example.com", NOW.minus(Duration.ofDays(10)));
    TestRows.insertDelivery(database, 71, 7, ANN, 2, NOW.minus(Duration.ofDays(1)));
    TestRows.insertDelivery(database, 72, 7, BOB, 2, NOW.minus(Duration.ofDays(1)));
  }

  /** Each call in a transaction of its own, as the server has it. */
  private <T> T each(Class<T> type, Function<jakarta.persistence.EntityManager, T> made) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, values) ->
                store.in(
                    entities -> {
                      try {
                        return method.invoke(made.apply(entities), values);
                      } catch (InvocationTargetException e) {
                        throw new IllegalStateException(e.getCause());
                      } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                      }
                    })));
  }

  private FeedbackIntake intake(ReplyClassifier rules) {
    CampaignRepository campaigns =
        each(CampaignRepository.class, e -> TestCampaigns.of(e, database, CLOCK));
    return new FeedbackIntake(
        rules,
        new Origins(database, campaigns, TestKeys.of(1), CLOCK),
        new FeedbackActions(
            feedback,
            suppressions,
            new SoftBounces(database, settings, CLOCK),
            campaigns,
            TestBrakes.on(database, CLOCK),
            FixedSites.none(),
            Ledgers.of(database, CLOCK),
            new BlamedRoutes(database, new RouteBlames(database), FixedSites.none()),
            settings),
        mails,
        new RecipientLinks(TestKeys.of(1), settings, CLOCK, () -> Optional.empty()),
        new Unsubscribes(database, suppressions, feedback, settings, CLOCK),
        CLOCK);
  }

  private static ReplyClassifier better() throws IOException {
    return ReplyClassifier.read(
            new StringReader(
                "MAILBOX_FULL  *  *  no room here\nUSER_UNKNOWN  *  *  nobody of that name\n"),
            "better")
        .before(ReplyClassifier.standard());
  }

  private static ByteArrayInputStream bounce(String recipient, String words, int no) {
    return new ByteArrayInputStream(
        """
        From: MAILER-DAEMON@mx.example.net
        To: news@example.com
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <b%d@mx.example.net>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net

        Final-Recipient: rfc822; %s
        Action: failed
        Status: 5.0.0
        Diagnostic-Code: smtp; %s

        --b--
        """
            .formatted(no, recipient, words)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  private record Parts(ReviewRepository reviews, Reviewing reviewing, ReviewActs acts) {
    long review() {
      long id = reviewing.begin("boss");
      while (reviewing.goOn(id)) {
        // a step a call
      }
      return id;
    }

    List<ReviewChange> changes(long id) {
      return reviews.changes(id, PageRequest.first(100)).items();
    }
  }

  private Parts parts() throws IOException {
    return parts(better());
  }

  private Parts parts(ReplyClassifier rules) {
    FeedbackIntake intake = intake(rules);
    ReviewRepository reviews = new ReviewRepository(database, CLOCK);
    ReviewFindings findings = new ReviewFindings(database);
    Lifts lifts =
        new Lifts(
            findings, mails, intake, new SoftBounces(database, settings, CLOCK), suppressions);
    return new Parts(
        reviews,
        new Reviewing(reviews, mails, suppressions, lifts),
        new ReviewActs(reviews, findings, lifts, mails, intake, feedback, suppressions));
  }

  private long events(FeedbackKind kind) {
    return feedback.counts(List.of(7L)).of(7, kind).events();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aSuppressionThatBetterRulesWouldNotMakeIsLiftedAndPutBack(Database on) throws Exception {
    on(on);
    intake(ReplyClassifier.standard()).take(bounce(ANN, QUEER, 1), "mailbox b");
    assertThat(TestSuppressions.told(database)).containsExactly(ANN + " 0 HARD_BOUNCE mailbox b");

    Parts parts = parts();
    long review = parts.review();
    assertThat(parts.changes(review))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.emailKey()).isEqualTo(ANN);
              assertThat(change.before().kind()).isEqualTo("HARD");
              assertThat(change.after().reason()).isEqualTo("MAILBOX_FULL");
              assertThat(change.effect()).isEqualTo(ReviewEffect.LIFT);
              assertThat(change.rule()).isNotEmpty();
            });
    assertThat(TestSuppressions.told(database)).as("a review changes nothing").hasSize(1);

    assertThat(parts.acts().apply(review, Optional.empty())).isEqualTo(1);
    assertThat(TestSuppressions.told(database)).isEmpty();
    assertThat(events(FeedbackKind.HARD_BOUNCE)).isZero();
    assertThat(events(FeedbackKind.SOFT_BOUNCE)).isEqualTo(1);
    assertThat(parts.acts().apply(review, Optional.empty())).as("once").isZero();
    assertThat(parts.changes(parts.review())).as("what is applied is as it should be").isEmpty();

    assertThat(parts.acts().undo(review, Optional.empty())).isEqualTo(1);
    assertThat(TestSuppressions.told(database)).containsExactly(ANN + " 0 HARD_BOUNCE mailbox b");
    assertThat(events(FeedbackKind.HARD_BOUNCE)).isEqualTo(1);
    assertThat(events(FeedbackKind.SOFT_BOUNCE)).isZero();
    assertThat(parts.reviews().find(review).orElseThrow().applied()).isZero();
  }

  /** Three of them are one too many, and one of these was none. */
  @ParameterizedTest
  @MethodSource(BOTH)
  void aSuppressionForSoftBouncesThatWereNoneIsLiftedAndPutBackAsItWas(Database on)
      throws Exception {
    on(on);
    FeedbackIntake first = intake(ReplyClassifier.standard());
    first.take(bounce(ANN, "452 4.2.2 mailbox full", 1), "mailbox b");
    first.take(bounce(ANN, "450 4.2.0 come back, your address is on a list", 2), "mailbox b");
    first.take(bounce(ANN, "452 4.2.2 mailbox full", 3), "mailbox b");
    for (int no = 4; no < 7; no++) {
      first.take(bounce(BOB, "452 4.2.2 mailbox full", no), "mailbox b");
    }
    first.take(bounce(BOB, "450 4.2.0 come back, your address is on a list", 7), "mailbox b");
    List<String> before =
        List.of(ANN + " 0 SOFT_BOUNCES mailbox b", BOB + " 0 SOFT_BOUNCES mailbox b");
    assertThat(TestSuppressions.told(database)).isEqualTo(before);
    Suppression ann = suppressions.of(ANN).get(0);

    Parts parts =
        parts(
            ReplyClassifier.read(
                    new StringReader("REPUTATION  *  *  address is on a list\n"), "better")
                .before(ReplyClassifier.standard()));
    long review = parts.review();
    assertThat(parts.changes(review))
        .extracting(ReviewChange::emailKey, ReviewChange::effect)
        .containsExactly(tuple(ANN, ReviewEffect.LIFT), tuple(BOB, ReviewEffect.RECORD));
    assertThat(parts.acts().apply(review, Optional.empty())).isEqualTo(2);
    assertThat(TestSuppressions.told(database)).containsExactly(before.get(1));
    intake(ReplyClassifier.standard()).take(bounce(ANN, "452 4.2.2 mailbox full", 8), "mailbox b");
    assertThat(TestSuppressions.told(database)).as("the third that counts").isEqualTo(before);
    suppressions.removeNow(ANN, List.of(0L), SuppressionReason.SOFT_BOUNCES);

    assertThat(parts.acts().undo(review, Optional.empty())).isEqualTo(2);
    assertThat(TestSuppressions.told(database)).isEqualTo(before);
    Suppression back = suppressions.of(ANN).get(0);
    assertThat(back.id()).isEqualTo(ann.id());
    assertThat(back.createdAt()).isEqualTo(ann.createdAt());
    assertThat(events(FeedbackKind.SOFT_BOUNCE)).isEqualTo(8);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatAPersonOrAnotherMailSaysStays(Database on) throws Exception {
    on(on);
    suppressions.addNow(
        List.of(SuppressionDraft.ofAllLists(ANN, SuppressionReason.MANUAL, "a person")));
    FeedbackIntake first = intake(ReplyClassifier.standard());
    first.take(bounce(ANN, QUEER, 1), "mailbox b");
    first.take(bounce(BOB, QUEER, 2), "mailbox b");
    first.take(bounce(BOB, "550 5.1.1 no such user", 3), "mailbox b");

    Parts parts = parts();
    long review = parts.review();
    assertThat(parts.changes(review))
        .hasSize(2)
        .allSatisfy(change -> assertThat(change.effect()).isEqualTo(ReviewEffect.RECORD));
    parts.acts().apply(review, Optional.empty());
    assertThat(TestSuppressions.told(database))
        .containsExactly(ANN + " 0 MANUAL a person", BOB + " 0 HARD_BOUNCE mailbox b");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aSuppressionThatBetterRulesMakeIsMadeByChoiceAndTakenBack(Database on) throws Exception {
    on(on);
    FeedbackIntake first = intake(ReplyClassifier.standard());
    first.take(bounce(ANN, "550 nobody of that name", 1), "mailbox b");
    first.take(bounce(BOB, "550 nobody of that name", 2), "mailbox b");
    assertThat(TestSuppressions.told(database)).isEmpty();

    Parts parts = parts();
    long review = parts.review();
    List<ReviewChange> changes = parts.changes(review);
    assertThat(changes)
        .hasSize(2)
        .allSatisfy(change -> assertThat(change.effect()).isEqualTo(ReviewEffect.SUPPRESS));
    ReviewChange bob =
        changes.stream().filter(c -> c.emailKey().equals(BOB)).findFirst().orElseThrow();
    assertThat(parts.acts().apply(review, Optional.of(Set.of()))).as("none is not all").isZero();
    assertThat(parts.acts().apply(review, Optional.of(Set.of(bob.id())))).isEqualTo(1);
    assertThat(TestSuppressions.told(database)).containsExactly(BOB + " 0 HARD_BOUNCE mailbox b");
    assertThat(parts.acts().undo(review, Optional.of(Set.of(bob.id())))).isEqualTo(1);
    assertThat(TestSuppressions.told(database)).isEmpty();
    assertThat(events(FeedbackKind.SOFT_BOUNCE)).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatTheRulesNoLongerSayWhenItIsAppliedIsLeftAlone(Database on) throws Exception {
    on(on);
    intake(ReplyClassifier.standard()).take(bounce(ANN, QUEER, 1), "mailbox b");
    long review = parts().review();
    ReplyClassifier others =
        ReplyClassifier.read(new StringReader("DISABLED  *  *  no room here\n"), "others")
            .before(ReplyClassifier.standard());
    assertThat(parts(others).acts().apply(review, Optional.empty())).isZero();
    assertThat(TestSuppressions.told(database)).containsExactly(ANN + " 0 HARD_BOUNCE mailbox b");
    assertThat(events(FeedbackKind.HARD_BOUNCE)).isEqualTo(1);
    assertThat(parts().acts().apply(review, Optional.empty())).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aReportCountsWhatIsAppliedAndTakenBackExactlyOnce(Database on) throws Exception {
    on(on);
    FeedbackIntake first = intake(ReplyClassifier.standard());
    first.take(bounce(ANN, QUEER, 1), "mailbox b");
    first.take(bounce(ANN, "452 4.2.2 mailbox full", 2), "mailbox b");
    first.take(bounce(BOB, QUEER, 3), "mailbox b");
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO report_state (campaign_id, hour_offset, is_final) VALUES (7, 0, TRUE)");
    }
    report();
    assertThat(reported()).isEqualTo("hard 2, soft 1");

    Parts parts = parts();
    long review = parts.review();
    assertThat(parts.acts().apply(review, Optional.empty())).isEqualTo(2);
    report();
    assertThat(reported()).isEqualTo("hard 0, soft 2");

    assertThat(parts.acts().undo(review, Optional.empty())).isEqualTo(2);
    assertThat(parts.acts().undo(review, Optional.empty())).as("once").isZero();
    report();
    assertThat(reported()).isEqualTo("hard 2, soft 1");
    assertThat(events(FeedbackKind.HARD_BOUNCE)).isEqualTo(2);
  }

  /** Counts all that came back by now, as if half a minute had passed. */
  private void report() {
    Projector projector =
        new Projector(database, FixedSites.none(), ReplyClassifier.standard(), CLOCK);
    for (int turn = 0; turn < 2; turn++) {
      projector.catchUp();
      database.change(
          connection -> {
            try (Statement update = connection.createStatement()) {
              update.execute(
                  "UPDATE report_feedback SET noted_at = noted_at - INTERVAL '60' SECOND");
            }
          });
    }
    projector.catchUp();
  }

  /** The same in each table of sums. */
  private String reported() {
    Set<String> sums = new HashSet<>();
    for (String table : List.of("report_hour", "report_domain", "report_site", "report_route")) {
      sums.add(
          sums(
              "SELECT SUM(hard_bounces), SUM(soft_bounces) FROM %s WHERE campaign_id = 7"
                  .formatted(table)));
    }
    sums.add(
        sums(
            """
            SELECT SUM(CASE WHEN kind = 21 THEN n ELSE 0 END), SUM(CASE WHEN kind = 22 THEN n ELSE 0 END)
            FROM report_reason WHERE campaign_id = 7
            """));
    assertThat(sums).hasSize(1);
    return sums.iterator().next();
  }

  private String sums(String sql) {
    return database.query(
        connection -> {
          try (Statement select = connection.createStatement();
              ResultSet row = select.executeQuery(sql)) {
            row.next();
            return "hard %d, soft %d".formatted(row.getLong(1), row.getLong(2));
          }
        });
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void oneReviewAtATimeIsEnough(Database on) throws Exception {
    on(on);
    Parts parts = parts();
    long first = parts.reviewing().begin("boss");
    assertThatThrownBy(() -> parts.reviewing().begin("boss"))
        .isInstanceOf(MailwrightException.class)
        .hasMessageContaining("already");
    while (parts.reviewing().goOn(first)) {
      // a step a call
    }
    assertThat(parts.review()).isGreaterThan(first);
  }
}
