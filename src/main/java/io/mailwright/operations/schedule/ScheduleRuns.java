package io.mailwright.operations.schedule;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The times of schedules in the database, taken by conditional statements that one node wins. */
@ApplicationScoped
class ScheduleRuns {
  private Database database;
  private Clock clock;

  ScheduleRuns() {}

  @Inject
  ScheduleRuns(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  boolean take(long id, Instant dueAt, Optional<Instant> next) {
    return database.query(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE schedule SET next_fire_at = CAST(? AS TIMESTAMP WITH TIME ZONE)
                  WHERE id = ? AND enabled = TRUE AND next_fire_at = ?
                  """)) {
            update.setObject(1, next.map(ScheduleRuns::stored).orElse(null));
            update.setLong(2, id);
            update.setObject(3, stored(dueAt));
            if (update.executeUpdate() == 0) {
              return false;
            }
          }
          insert(connection, beingStarted(id, dueAt));
          return true;
        });
  }

  /** What stands if the server ends before the outcome is recorded. */
  private ScheduleRun beingStarted(long id, Instant dueAt) {
    return new ScheduleRun(
        id,
        dueAt,
        ScheduleRun.Outcome.FAILED,
        clock.instant(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.of(
            "the server ended while it was being started; start it on the Jobs page if nothing runs for it"));
  }

  void record(ScheduleRun run) {
    database.change(connection -> insert(connection, run));
  }

  private static void insert(Connection connection, ScheduleRun run) throws SQLException {
    try (PreparedStatement delete =
            connection.prepareStatement(
                "DELETE FROM schedule_run WHERE schedule_id = ? AND due_at = ?");
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO schedule_run
                  (schedule_id, due_at, outcome, fired_at, execution_id, campaign_id, detail)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)) {
      delete.setLong(1, run.scheduleId());
      delete.setObject(2, stored(run.dueAt()));
      delete.executeUpdate();
      insert.setLong(1, run.scheduleId());
      insert.setObject(2, stored(run.dueAt()));
      insert.setString(3, run.outcome().name());
      insert.setObject(4, stored(run.firedAt()));
      setLong(insert, 5, run.executionId());
      setLong(insert, 6, run.campaignId());
      insert.setString(
          7, run.detail().map(d -> d.substring(0, Math.min(1000, d.length()))).orElse(null));
      insert.executeUpdate();
    }
  }

  List<ScheduleRun> newest(long scheduleId, int limit) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT due_at, outcome, fired_at, execution_id, campaign_id, detail
                  FROM schedule_run WHERE schedule_id = ?
                  ORDER BY due_at DESC FETCH FIRST ? ROWS ONLY
                  """)) {
            select.setLong(1, scheduleId);
            select.setInt(2, limit);
            List<ScheduleRun> runs = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                runs.add(
                    new ScheduleRun(
                        scheduleId,
                        instant(row, "due_at"),
                        ScheduleRun.Outcome.valueOf(row.getString("outcome")),
                        instant(row, "fired_at"),
                        optionalLong(row, "execution_id"),
                        optionalLong(row, "campaign_id"),
                        Optional.ofNullable(row.getString("detail"))));
              }
            }
            return runs;
          }
        });
  }

  private static OffsetDateTime stored(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static void setLong(PreparedStatement statement, int at, OptionalLong value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setLong(at, value.getAsLong());
    } else {
      statement.setNull(at, Types.BIGINT);
    }
  }
}
