package io.mailwright.operations.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestRows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitWatchTest {
  private static final String BOTH = "io.mailwright.testing.TestDatabases#both";
  private static final Instant NOW = Instant.parse("2026-11-01T09:20:00Z");

  private final SettableClock clock = new SettableClock(NOW);
  private final List<Long> released = new ArrayList<>();

  @ParameterizedTest
  @MethodSource(BOTH)
  void looksAnewAtWhatPeaksHeldWhenTheirHoursAreForgotten(Database database) {
    TestRows.insertTemplateAndPool(database);
    campaign(database, 7, "WAITING");
    campaign(database, 8, "COMPLETED");
    watch(database).hoursForgotten();
    assertThat(released).containsExactly(7L);
    assertThat(resumeAt(database, 7)).as("at once").isEqualTo(NOW);
  }

  /** A node that did not know yet may have held again what was released at once. */
  @ParameterizedTest
  @MethodSource(BOTH)
  void releasesWhatWaitedForARouteAtOnceAndAgainWhenEveryNodeKnowsThatItIsBack(Database database) {
    TestRows.insertTemplateAndPool(database);
    TestRows.insertServer(database);
    campaign(database, 7, "RUNNING");
    campaign(database, 8, "COMPLETED");
    campaign(database, 9, "PAUSED");
    LimitWatch watch = watch(database);
    watch.routeIsBack(2);
    watch.lookForRoutes();
    assertThat(released).as("of another server").isEmpty();
    watch.routeIsBack(1);
    watch.lookForRoutes();
    assertThat(released).containsExactly(7L, 9L);
    clock.forward(Duration.ofSeconds(3));
    watch.lookForRoutes();
    watch.lookForRoutes();
    assertThat(released).containsExactly(7L, 9L, 7L, 9L);
  }

  /** Somebody may be faster than the first look after its start. */
  @ParameterizedTest
  @MethodSource(BOTH)
  void releasesACampaignWhoseLimitsHaveChangedSinceItStarted(Database database) {
    TestRows.insertTemplateAndPool(database);
    campaign(database, 6, "WAITING");
    LimitWatch watch = watch(database);
    watch.look();
    assertThat(released).as("what stands when the server starts is as it was read").isEmpty();
    campaign(database, 7, "RUNNING");
    watch.look();
    assertThat(released).containsExactly(7L);
    watch.look();
    assertThat(released).as("nothing has changed").containsExactly(7L);
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE campaign SET rate_limit = 5 WHERE id = 6")) {
            update.executeUpdate();
          }
        });
    watch.look();
    assertThat(released).containsExactly(7L, 6L);
  }

  private LimitWatch watch(Database database) {
    return TestLimitWatch.of(database, clock, released);
  }

  private void campaign(Database database, long id, String state) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  INSERT INTO campaign (id, version, name, state, template_id, from_address, pool_id, retry_attempts,
                      retry_first_millis, retry_age_millis, on_ambiguous, workers, weight, created_at, resume_at)
                  VALUES (?, 1, 'c', ?, 11, 'a@example.com', 12, 3, 1000, 1000, 'HOLD', 1, 1, ?, ?)
                  """)) {
            OffsetDateTime now = NOW.atOffset(ZoneOffset.UTC);
            insert.setLong(1, id);
            insert.setString(2, state);
            insert.setObject(3, now);
            insert.setObject(4, now.plus(Duration.ofMinutes(40)));
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
              return row.getObject(1, OffsetDateTime.class).toInstant();
            }
          }
        });
  }
}
