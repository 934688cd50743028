package io.mailwright.operations.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.kernel.db.Database;
import io.mailwright.operations.campaign.TestDueCampaigns;
import io.mailwright.operations.campaign.TestLimitWatch;
import io.mailwright.routing.route.HealthState;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.RouteView;
import io.mailwright.routing.route.TestRoutes;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestRows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RouteControlTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
  private static final long SERVER = 1;

  private final SettableClock clock = new SettableClock(NOW);

  private RouteControl control(Database database) {
    return new RouteControl(
        TestRoutes.directory(database),
        TestRoutes.health(database, clock),
        TestDueCampaigns.of(database, clock),
        TestLimitWatch.of(database, clock, new ArrayList<>()));
  }

  private static void insertServer(Database database) {
    TestRows.insertTemplateAndPool(database);
    TestRows.insertServer(database);
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                "INSERT INTO pool (id, version, name, created_at) VALUES (13, 1, 'Other', CURRENT_TIMESTAMP)");
          }
        });
  }

  private static void insertWaiting(Database database, long id, long pool, Instant resumeAt) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  INSERT INTO campaign (id, version, name, state, template_id, from_address, pool_id, retry_attempts,
                                        retry_first_millis, retry_age_millis, on_ambiguous, workers, weight,
                                        resume_at, created_at)
                  VALUES (?, 1, 'Campaign', 'WAITING', 11, 'a@example.com', ?, 3, 1, 1, 'HOLD', 1, 1, ?, ?)
                  """)) {
            insert.setLong(1, id);
            insert.setLong(2, pool);
            insert.setTimestamp(3, Timestamp.from(resumeAt));
            insert.setTimestamp(4, Timestamp.from(NOW));
            insert.executeUpdate();
          }
        });
  }

  private static Instant resumeAt(Database database, long id) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT resume_at FROM campaign WHERE id = ?")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getTimestamp(1).toInstant();
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesOutForAReasonAndPutsBackForAllNodes(Database database) {
    insertServer(database);
    RouteHealth other = TestRoutes.health(database, clock);
    assertThat(other.restOf(SERVER)).isEmpty();
    RouteView out = control(database).takeOut(SERVER, "ann", Optional.of("moved"));
    assertThat(out.condition().state()).isEqualTo(HealthState.OUT);
    assertThat(out.condition().sentence()).isEqualTo("Relay: taken out by ann: moved");
    other.refresh();
    assertThat(other.enter(SERVER)).isEmpty();
    assertThat(control(database).putBack(SERVER).condition().state())
        .isEqualTo(HealthState.HEALTHY);
    other.refresh();
    assertThat(other.enter(SERVER)).isPresent();
    assertThatThrownBy(() -> control(database).takeOut(99, "ann", Optional.empty()))
        .hasMessageContaining("no route 99");
    assertThatThrownBy(() -> control(database).takeOut(SERVER, "ann", Optional.of("a\nb")))
        .hasMessageStartingWith("why ");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void takesOutNoServerWhoseMailsGoBySources(Database database) {
    insertServer(database);
    database.change(
        connection -> {
          try (Statement insert = connection.createStatement()) {
            insert.execute(
                """
                INSERT INTO server_source (id, version, server_id, address, weight, in_use, created_at)
                VALUES (31, 1, 1, '127.0.0.2', 1, TRUE, CURRENT_TIMESTAMP)
                """);
          }
        });
    assertThatThrownBy(() -> control(database).takeOut(SERVER, "ann", Optional.empty()))
        .hasMessageStartingWith("id is no route that mails go by");
    assertThat(TestRoutes.directory(database).get(SERVER).condition().state())
        .isEqualTo(HealthState.HEALTHY);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatWaitsAndMaySendByItGoesOnOnceItIsBack(Database database) {
    insertServer(database);
    Instant later = NOW.plus(Duration.ofHours(1));
    insertWaiting(database, 21, TestRows.POOL, later);
    insertWaiting(database, 22, TestRows.POOL, NOW.plusSeconds(1));
    insertWaiting(database, 23, 13, later);
    control(database).takeOut(SERVER, "ann", Optional.empty());
    control(database).putBack(SERVER);
    assertThat(resumeAt(database, 21)).isEqualTo(NOW.plusSeconds(3));
    assertThat(resumeAt(database, 22)).as("sooner anyway").isEqualTo(NOW.plusSeconds(1));
    assertThat(resumeAt(database, 23)).as("of another pool").isEqualTo(later);
  }
}
