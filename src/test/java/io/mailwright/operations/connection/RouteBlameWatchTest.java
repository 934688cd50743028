package io.mailwright.operations.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.ledger.Ledgers;
import io.mailwright.kernel.db.Database;
import io.mailwright.routing.route.HealthState;
import io.mailwright.routing.route.RouteBlames;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.TestRoutes;
import io.mailwright.routing.route.TroubleKind;
import io.mailwright.testing.SettableClock;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mails that come back and blame their route, and what becomes of it. */
class RouteBlameWatchTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-12-01T14:00:00Z");
  private static final long ROUTE = 31;
  private static final long OTHER = 32;

  private final SettableClock clock = new SettableClock(NOW);
  private RouteBlames blames;
  private RouteHealth health;
  private RouteBlameWatch watch;

  private void on(Database database) {
    blames = new RouteBlames(database);
    health = TestRoutes.health(database, clock);
    watch =
        new RouteBlameWatch(
            blames, health, TestRoutes.directory(database), Ledgers.query(database), clock);
  }

  private void accepted(Database database, long campaignId, long mails) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO lane_count (campaign_id, lane, state, n) VALUES (?, 0, 2, ?)")) {
            insert.setLong(1, campaignId);
            insert.setLong(2, mails);
            insert.executeUpdate();
          }
        });
  }

  private void blame(int no, TroubleKind kind, Instant sentAt) {
    blames.record(
        new RouteBlames.Blame(
            ROUTE,
            kind,
            7,
            "big.example",
            "blocked: 550 listed",
            sentAt,
            clock.instant(),
            "n" + no));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aSingleNoticeDoesNothingHoweverOftenItIsTold(Database database) {
    on(database);
    accepted(database, 7, 10);
    for (int i = 0; i < 20; i++) {
      blame(1, TroubleKind.REFUSED, NOW);
      watch.look();
    }
    assertThat(health.stateOf(ROUTE)).isEqualTo(HealthState.HEALTHY);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aBurstTakesTheRouteOutForAWhileAndNoOther(Database database) {
    on(database);
    accepted(database, 7, 400);
    for (int i = 0; i < RouteBlameWatch.LEAST; i++) {
      blame(i, i == 2 ? TroubleKind.REFUSED : TroubleKind.THROTTLED, NOW);
    }
    watch.look();
    assertThat(health.stateOf(ROUTE)).isEqualTo(HealthState.QUARANTINED);
    assertThat(health.stateOf(OTHER)).isEqualTo(HealthState.HEALTHY);
    assertThat(health.enter(ROUTE)).isEmpty();
    assertThat(health.restOf(ROUTE).orElseThrow().until())
        .isEqualTo(NOW.plus(Duration.ofMinutes(15)));
    assertThat(health.restOf(ROUTE).orElseThrow().why()).contains("5 of its mails", "550 listed");

    clock.forward(Duration.ofMinutes(16));
    health.enter(ROUTE).ifPresent(health::good);
    assertThat(health.stateOf(ROUTE)).isEqualTo(HealthState.HEALTHY);
    watch.look();
    assertThat(health.stateOf(ROUTE))
        .as("what was acted on counts no more")
        .isEqualTo(HealthState.HEALTHY);

    for (int i = 100; i < 120; i++) {
      blame(i, TroubleKind.REFUSED, NOW);
    }
    watch.look();
    assertThat(health.stateOf(ROUTE))
        .as("mails that were sent before it was well again say nothing new")
        .isEqualTo(HealthState.HEALTHY);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void afewOfVeryManyAreNoBurst(Database database) {
    on(database);
    accepted(database, 7, 5_000);
    for (int i = 0; i < 40; i++) {
      blame(i, TroubleKind.THROTTLED, NOW);
    }
    watch.look();
    assertThat(health.stateOf(ROUTE)).isEqualTo(HealthState.HEALTHY);
    clock.forward(RouteBlameWatch.WINDOW.plusSeconds(1));
    for (int i = 40; i < 89; i++) {
      blame(i, TroubleKind.THROTTLED, NOW);
    }
    watch.look();
    assertThat(health.stateOf(ROUTE)).as("the first are too old").isEqualTo(HealthState.HEALTHY);
    blame(89, TroubleKind.THROTTLED, NOW);
    watch.look();
    assertThat(health.stateOf(ROUTE)).isEqualTo(HealthState.THROTTLED);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatIsSaidOfMailsSentLongAgoTakesNoRouteOut(Database database) {
    on(database);
    accepted(database, 7, 10);
    Instant longAgo = NOW.minus(RouteBlameWatch.FRESH).minusSeconds(1);
    for (int i = 0; i < 20; i++) {
      blame(i, TroubleKind.REFUSED, longAgo);
    }
    watch.look();
    assertThat(health.stateOf(ROUTE)).isEqualTo(HealthState.HEALTHY);
    for (int i = 20; i < 20 + RouteBlameWatch.LEAST; i++) {
      blame(i, TroubleKind.REFUSED, longAgo.plusSeconds(2));
    }
    watch.look();
    assertThat(health.stateOf(ROUTE)).isEqualTo(HealthState.QUARANTINED);
  }
}
