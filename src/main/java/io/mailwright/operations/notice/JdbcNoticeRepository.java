package io.mailwright.operations.notice;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.db.PagedSelect;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class JdbcNoticeRepository implements NoticeRepository {
  private static final String SELECT =
      """
      SELECT id, at, level, kind, campaign_id, execution_id, subject, body, read_at, times
      FROM notice
      """;

  private Database database;
  private NoticeAudience audience;
  private Clock clock;

  JdbcNoticeRepository() {}

  @Inject
  JdbcNoticeRepository(Database database, NoticeAudience audience, Clock clock) {
    this.database = database;
    this.audience = audience;
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
    NewNotice notice =
        new NewNotice(
            level,
            kind,
            campaignId,
            executionId,
            subject,
            body,
            dedupKey,
            Optional.empty(),
            Optional.empty());
    return once(connection -> notice.insert(connection, audience, clock.instant()));
  }

  @Override
  public boolean sayAgain(
      Duration pause,
      String level,
      String kind,
      Optional<Long> campaignId,
      String subject,
      String body,
      String topic) {
    Instant now = clock.instant();
    NewNotice notice =
        new NewNotice(
            level,
            kind,
            campaignId,
            Optional.empty(),
            subject,
            body,
            key(topic, pause, now),
            Optional.of(topic),
            Optional.empty());
    return once(
        connection ->
            !countWithin(connection, topic, now.minus(pause))
                && notice.insert(connection, audience, now));
  }

  @Override
  public boolean sayOfMore(
      Duration pause,
      String level,
      String kind,
      Optional<Long> campaignId,
      String subject,
      String body,
      String topic,
      long amount) {
    Instant now = clock.instant();
    NewNotice notice =
        new NewNotice(
            level,
            kind,
            campaignId,
            Optional.empty(),
            subject,
            body,
            key(topic, pause, now),
            Optional.of(topic),
            Optional.of(amount));
    return once(
        connection ->
            isMore(connection, topic, amount, now.minus(pause))
                && notice.insert(connection, audience, now));
  }

  /** Two nodes that say it at the same time have the same number of pauses behind them. */
  private static String key(String topic, Duration pause, Instant now) {
    return topic + "@" + now.getEpochSecond() / Math.max(1, pause.toSeconds());
  }

  private static boolean isMore(Connection connection, String topic, long amount, Instant after)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, amount, at FROM notice WHERE topic = ? ORDER BY id DESC LIMIT 1")) {
      select.setString(1, topic);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return amount > 0;
        }
        long said = row.getLong("amount");
        if (amount < said) {
          keepInMind(connection, row.getLong("id"), amount);
        }
        return amount > said && row.getTimestamp("at").toInstant().isBefore(after);
      }
    }
  }

  private static void keepInMind(Connection connection, long id, long amount) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE notice SET amount = ? WHERE id = ?")) {
      update.setLong(1, amount);
      update.setLong(2, id);
      update.executeUpdate();
    }
  }

  private boolean once(Database.Work<Boolean> work) {
    try {
      return database.query(work);
    } catch (DatabaseException e) {
      if (e.isConstraintViolation()) {
        return false; // said in the same moment by another node
      }
      throw e;
    }
  }

  private static boolean countWithin(Connection connection, String topic, Instant after)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE notice SET times = times + 1
            WHERE id = (SELECT MAX(id) FROM notice WHERE topic = ? AND at > ?)
            """)) {
      update.setString(1, topic);
      update.setTimestamp(2, Timestamp.from(after));
      return update.executeUpdate() > 0;
    }
  }

  @Override
  public List<Notice> latest(int limit, boolean onlyUnread) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  SELECT
                      + (onlyUnread ? "WHERE read_at IS NULL " : "")
                      + "ORDER BY id DESC LIMIT ?")) {
            select.setInt(1, limit);
            return notices(select);
          }
        });
  }

  @Override
  public Page<Notice> page(PageRequest request) {
    return new PagedSelect(SELECT, "id")
        .read(database, request, JdbcNoticeRepository::notices, Notice::id);
  }

  private static List<Notice> notices(PreparedStatement select) throws SQLException {
    List<Notice> notices = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        notices.add(notice(row));
      }
    }
    return notices;
  }

  /** Of a row with the columns of {@link #SELECT}, in their order. */
  static Notice notice(ResultSet row) throws SQLException {
    return new Notice(
        row.getLong(1),
        row.getTimestamp(2).toInstant(),
        row.getString(3),
        row.getString(4),
        longOf(row, 5),
        longOf(row, 6),
        row.getString(7),
        row.getString(8),
        row.getTimestamp(9) != null,
        row.getInt(10));
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
