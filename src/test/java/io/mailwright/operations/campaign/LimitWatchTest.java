package io.mailwright.operations.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.delivery.send.SendRuns;
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

  private LimitWatch watch(Database database) {
    SendRuns none =
        new SendRuns(null, null, null, null, null, null, null, null, null, null, null, null);
    return new LimitWatch(
        database,
        TestDueCampaigns.releasing(released),
        none,
        new ResumeTimes(database, clock),
        null,
        null,
        clock);
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
