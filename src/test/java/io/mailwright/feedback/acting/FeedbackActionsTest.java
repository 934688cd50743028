package io.mailwright.feedback.acting;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.audience.suppression.SuppressionReason;
import io.mailwright.audience.suppression.TestSuppressions;
import io.mailwright.campaign.TestCampaigns;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.feedback.event.FeedbackCounts;
import io.mailwright.feedback.event.FeedbackEvent;
import io.mailwright.feedback.event.FeedbackKind;
import io.mailwright.feedback.event.FeedbackRepository;
import io.mailwright.feedback.event.TestFeedback;
import io.mailwright.feedback.origin.Origin;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.routing.brake.TestBrakes;
import io.mailwright.routing.route.RouteBlames;
import io.mailwright.testing.FixedSites;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestDatabases;
import io.mailwright.testing.TestEntities;
import io.mailwright.testing.TestRows;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FeedbackActionsTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");
  private static final String ANN = "ann@example.net";

  private final SettableClock clock = new SettableClock(NOW);
  private Map<String, String> set = Map.of("mailwright.soft.bounces", "3");

  private static CameBack about(FeedbackKind kind, int no, boolean isAboutSender, Instant at) {
    return new CameBack(
        kind,
        ANN,
        Optional.of(new Origin(7, Optional.of(71L), ANN, Origin.By.RETURN_PATH)),
        at,
        "mailbox bounces",
        "550 5.1.1 no such user",
        isAboutSender,
        FeedbackEvent.identity(kind, "mail " + no));
  }

  private CameBack now(FeedbackKind kind, int no) {
    return about(kind, no, false, clock.instant());
  }

  private FeedbackActions.Done act(Database database, CameBack what) {
    return with(database, actions -> actions.act(what));
  }

  private <T> T with(Database database, Function<FeedbackActions, T> work) {
    Settings settings = new Settings(name -> Optional.ofNullable(set.get(name)));
    try (TestEntities store = new TestEntities(database)) {
      return store.in(
          entities ->
              work.apply(
                  new FeedbackActions(
                      TestFeedback.on(database),
                      TestSuppressions.of(entities, database, clock),
                      new SoftBounces(database, settings, clock),
                      TestCampaigns.of(entities, database, clock),
                      TestBrakes.on(database, clock),
                      FixedSites.none(),
                      Ledgers.of(database, clock),
                      new BlamedRoutes(database, new RouteBlames(database), FixedSites.none()),
                      settings)));
    }
  }

  private void campaign(Database database, DeliveryState state) {
    TestRows.insertTemplateAndPool(database);
    TestRows.insertCampaign(database, 7, "news@example.com", NOW.minus(Duration.ofDays(10)));
    TestRows.insertDelivery(database, 71, 7, ANN, state.code(), NOW.minus(Duration.ofDays(1)));
  }

  private static List<String> suppressed(Database database) {
    return TestSuppressions.told(database);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void suppressesADeadAddressAtOnceAndTwiceIsOnce(Database database) {
    campaign(database, DeliveryState.SENT);
    assertThat(act(database, now(FeedbackKind.HARD_BOUNCE, 1)))
        .isEqualTo(FeedbackActions.Done.SUPPRESSED);
    assertThat(act(database, now(FeedbackKind.HARD_BOUNCE, 1)))
        .isEqualTo(FeedbackActions.Done.NOTHING_NEW);
    assertThat(suppressed(database))
        .containsExactly(ANN + " 0 " + SuppressionReason.HARD_BOUNCE + " mailbox bounces");
    FeedbackRepository feedback = TestFeedback.on(database);
    assertThat(feedback.counts(List.of(7L)).of(7, FeedbackKind.HARD_BOUNCE).recipients())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void holdsABlockAgainstNobody(Database database) {
    campaign(database, DeliveryState.SENT);
    for (int i = 0; i < 9; i++) {
      act(database, about(FeedbackKind.SOFT_BOUNCE, i, true, NOW));
      act(database, about(FeedbackKind.HARD_BOUNCE, i, true, NOW));
    }
    assertThat(suppressed(database)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsNoBlockWithTheAddressesOwnBounces(Database database) {
    campaign(database, DeliveryState.SENT);
    for (int i = 0; i < 9; i++) {
      act(database, about(FeedbackKind.SOFT_BOUNCE, i, true, NOW));
    }
    act(database, now(FeedbackKind.SOFT_BOUNCE, 10));
    act(database, now(FeedbackKind.SOFT_BOUNCE, 11));
    assertThat(suppressed(database)).isEmpty();
    act(database, now(FeedbackKind.SOFT_BOUNCE, 12));
    assertThat(suppressed(database)).hasSize(1);
  }

  private void refuseAtOnce(Database database, int deliveryId) {
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                "INSERT INTO soft_refusal (delivery_id, campaign_id, email_key, at, words) VALUES ("
                    + deliveryId
                    + ", 7, '"
                    + ANN
                    + "', TIMESTAMP WITH TIME ZONE '2026-12-01 13:00:00+00', 'refused by the server: 552 5.2.2 full')");
          }
        });
    with(
        database,
        actions -> {
          new SoftRefusals(database, actions).act();
          return 0;
        });
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void countsWhoWasRefusedAtOnceWithTheSoftBounces(Database database) {
    campaign(database, DeliveryState.FAILED);
    refuseAtOnce(database, 71);
    refuseAtOnce(database, 71);
    act(database, now(FeedbackKind.SOFT_BOUNCE, 1));
    assertThat(suppressed(database)).as("told twice is once").isEmpty();
    refuseAtOnce(database, 72);
    assertThat(suppressed(database))
        .containsExactly(ANN + " 0 " + SuppressionReason.SOFT_BOUNCES + " campaign 7");
    assertThat(TestRows.number(database, "SELECT COUNT(*) FROM soft_refusal")).isZero();
    FeedbackCounts counts = TestFeedback.on(database).counts(List.of(7L));
    assertThat(counts.of(7, FeedbackKind.SOFT_BOUNCE).events())
        .as("what came back later")
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = FeedbackKind.class,
      names = {"HARD_BOUNCE", "SOFT_BOUNCE", "COMPLAINT", "UNSUBSCRIBE"})
  void whatIsToldAgainDoesNotUndoWhatAPersonTookBack(FeedbackKind kind) {
    Database database = TestDatabases.h2();
    set = Map.of("mailwright.soft.bounces", "1", "mailwright.unsubscribe.from", "all");
    campaign(database, DeliveryState.SENT);
    assertThat(act(database, now(kind, 1))).isEqualTo(FeedbackActions.Done.SUPPRESSED);
    database.change(
        connection -> {
          try (Statement delete = connection.createStatement()) {
            delete.execute("DELETE FROM suppression");
          }
        });
    assertThat(act(database, now(kind, 1))).isEqualTo(FeedbackActions.Done.NOTHING_NEW);
    assertThat(suppressed(database)).isEmpty();
    assertThat(act(database, now(kind, 2))).isEqualTo(FeedbackActions.Done.SUPPRESSED);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void showsNobodysAddressWithTheRoute(Database database) {
    campaign(database, DeliveryState.SENT);
    database.change(
        connection -> {
          try (Statement update = connection.createStatement()) {
            update.execute("UPDATE delivery SET server_id = 1 WHERE id = 71");
          }
        });
    CameBack blocked =
        new CameBack(
            FeedbackKind.SOFT_BOUNCE,
            ANN,
            Optional.of(new Origin(7, Optional.of(71L), ANN, Origin.By.RETURN_PATH)),
            NOW,
            "mailbox bounces",
            "554 <Ann@Example.NET> (was ann.old@example.net) blocked by a block-list",
            true,
            FeedbackEvent.identity(FeedbackKind.SOFT_BOUNCE, "mail 1"));
    act(database, blocked);
    String words =
        database.query(
            connection -> {
              try (Statement select = connection.createStatement();
                  ResultSet row = select.executeQuery("SELECT words FROM route_blame")) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
              }
            });
    assertThat(words).contains("554 <(recipient)> (was (recipient)) blocked").doesNotContain("@");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void suppressesAfterThreeSoftBouncesAndForgivesAfterAMailThatArrived(Database database) {
    campaign(database, DeliveryState.SENT);
    act(database, now(FeedbackKind.SOFT_BOUNCE, 1));
    act(database, now(FeedbackKind.SOFT_BOUNCE, 2));
    act(database, now(FeedbackKind.SOFT_BOUNCE, 2));
    assertThat(suppressed(database)).isEmpty();

    TestRows.insertCampaign(database, 8, "news@example.com", NOW.plusSeconds(60));
    TestRows.insertDelivery(
        database, 81, 8, ANN, DeliveryState.SENT.code(), NOW.plus(Duration.ofHours(1)));
    clock.forward(Duration.ofDays(4));
    act(database, now(FeedbackKind.SOFT_BOUNCE, 3));
    assertThat(suppressed(database)).as("the first two are forgiven").isEmpty();

    act(database, now(FeedbackKind.SOFT_BOUNCE, 4));
    assertThat(act(database, now(FeedbackKind.SOFT_BOUNCE, 5)))
        .isEqualTo(FeedbackActions.Done.SUPPRESSED);
    assertThat(suppressed(database))
        .containsExactly(ANN + " 0 " + SuppressionReason.SOFT_BOUNCES + " mailbox bounces");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void doesNotCountWhatIsLongAgo(Database database) {
    campaign(database, DeliveryState.SENT);
    act(database, now(FeedbackKind.SOFT_BOUNCE, 1));
    act(database, now(FeedbackKind.SOFT_BOUNCE, 2));
    clock.forward(Duration.ofDays(31));
    act(database, now(FeedbackKind.SOFT_BOUNCE, 3));
    assertThat(suppressed(database)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aComplaintLeavesAllMailOrTheListAsItIsSet(Database database) {
    campaign(database, DeliveryState.SENT);
    set = Map.of("mailwright.complaint.from", "lists");
    act(database, now(FeedbackKind.COMPLAINT, 1));
    assertThat(suppressed(database))
        .containsExactly(ANN + " 107 " + SuppressionReason.COMPLAINT + " mailbox bounces");
    set = Map.of();
    act(database, now(FeedbackKind.COMPLAINT, 2));
    assertThat(suppressed(database)).hasSize(2).first().asString().contains(" 0 COMPLAINT");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void settlesADoubtSinceOnlyWhatWasAcceptedComesBack(Database database) {
    TestRows.insertTemplateAndPool(database);
    TestRows.insertCampaign(database, 7, "news@example.com", NOW.minus(Duration.ofDays(10)));
    TestRows.insertInDoubt(database, 71, 7, ANN, NOW.minus(Duration.ofDays(1)));
    act(database, now(FeedbackKind.SOFT_BOUNCE, 1));
    assertThat(Ledgers.reasons(database, 7, DeliveryState.SENT))
        .singleElement()
        .asString()
        .startsWith("it was accepted: something came back for it");
  }
}
