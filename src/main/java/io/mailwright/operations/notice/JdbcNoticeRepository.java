package io.mailwright.operations.notice;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class JdbcNoticeRepository implements NoticeRepository {
  private static final int MOST_SUBJECT = 300;
  private static final int MOST_BODY = 4000;

  private Database database;
  private Clock clock;

  JdbcNoticeRepository() {}

  @Inject
  JdbcNoticeRepository(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public boolean say(
      String level,
      String kind,
      Optional<Long> campaignId,
      Optional<Long> executionId,
      String subject,
      String body,
      String dedupKey) {
    try {
      return database.query(
          connection -> {
            try (PreparedStatement insert =
                connection.prepareStatement(
                    """
                    INSERT INTO notice (at, level, kind, campaign_id, execution_id, subject, body, dedup_key)
                    SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM notice WHERE dedup_key = ?)
                    """
                        .replace(
                            "SELECT ?, ?, ?, ?, ?,",
                            "SELECT CAST(? AS TIMESTAMP WITH TIME ZONE), ?, ?, CAST(? AS BIGINT), CAST(? AS BIGINT),"))) {
              insert.setTimestamp(1, Timestamp.from(clock.instant()));
              insert.setString(2, level);
              insert.setString(3, kind);
              setLong(insert, 4, campaignId);
              setLong(insert, 5, executionId);
              insert.setString(6, cut(subject, MOST_SUBJECT));
              insert.setString(7, cut(body, MOST_BODY));
              insert.setString(8, dedupKey);
              insert.setString(9, dedupKey);
              return insert.executeUpdate() == 1;
            }
          });
    } catch (DatabaseException e) {
      if (e.isConstraintViolation()) {
        return false; // said in the same moment by another node
      }
      throw e;
    }
  }

  private static void setLong(PreparedStatement statement, int at, Optional<Long> value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setLong(at, value.get());
    } else {
      statement.setNull(at, Types.BIGINT);
    }
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  @Override
  public List<Notice> latest(int limit, boolean onlyUnread) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT id, at, level, kind, campaign_id, execution_id, subject, body, read_at FROM notice"
                      + (onlyUnread ? " WHERE read_at IS NULL" : "")
                      + " ORDER BY id DESC LIMIT ?")) {
            select.setInt(1, limit);
            List<Notice> notices = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                notices.add(
                    new Notice(
                        row.getLong(1),
                        row.getTimestamp(2).toInstant(),
                        row.getString(3),
                        row.getString(4),
                        longOf(row, 5),
                        longOf(row, 6),
                        row.getString(7),
                        row.getString(8),
                        row.getTimestamp(9) != null));
              }
            }
            return notices;
          }
        });
  }

  private static Optional<Long> longOf(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  @Override
  public void markRead(long id) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE notice SET read_at = ? WHERE id = ? AND read_at IS NULL")) {
            update.setTimestamp(1, Timestamp.from(clock.instant()));
            update.setLong(2, id);
            update.executeUpdate();
          }
        });
  }

  @Override
  public void markUnread(long id) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE notice SET read_at = NULL WHERE id = ?")) {
            update.setLong(1, id);
            update.executeUpdate();
          }
        });
  }
}
