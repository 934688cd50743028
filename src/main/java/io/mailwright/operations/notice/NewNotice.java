package io.mailwright.operations.notice;

import io.mailwright.kernel.text.Cut;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;

/**
 * A notice that is to be said.
 *
 * @param dedupKey what makes it the same notice
 * @param topic what it may be said of again
 * @param amount how many there are of what it is about
 */
record NewNotice(
    String level,
    String kind,
    Optional<Long> campaignId,
    Optional<Long> executionId,
    String subject,
    String body,
    String dedupKey,
    Optional<String> topic,
    Optional<Long> amount) {
  private static final int MOST_SUBJECT = 300;
  private static final int MOST_BODY = 4000;

  /**
   * Stores it unless one with its key exists, and puts into the outbox, in the same transaction,
   * what is to leave the console.
   *
   * @return whether it was new
   */
  boolean insert(Connection connection, NoticeAudience audience, Instant now) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO notice (at, level, kind, campaign_id, execution_id, subject, body, dedup_key, topic, amount)
            SELECT CAST(? AS TIMESTAMP WITH TIME ZONE), ?, ?, CAST(? AS BIGINT), CAST(? AS BIGINT), ?, ?, ?, ?,
                   CAST(? AS BIGINT)
            WHERE NOT EXISTS (SELECT 1 FROM notice WHERE dedup_key = ?)
            """)) {
      insert.setTimestamp(1, Timestamp.from(now));
      insert.setString(2, level);
      insert.setString(3, kind);
      setLong(insert, 4, campaignId);
      setLong(insert, 5, executionId);
      insert.setString(6, Cut.to(subject, MOST_SUBJECT));
      insert.setString(7, Cut.to(body, MOST_BODY));
      insert.setString(8, dedupKey);
      insert.setString(9, topic.orElse(null));
      setLong(insert, 10, amount);
      insert.setString(11, dedupKey);
      if (insert.executeUpdate() == 0) {
        return false;
      }
    }
    putInOutbox(connection, audience, now);
    return true;
  }

  private void putInOutbox(Connection connection, NoticeAudience audience, Instant now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO notice_outbox (notice_id, channel, target, language, state, attempts, since, next_at)
            SELECT id, ?, ?, ?, 'WAITING', 0, CAST(? AS TIMESTAMP WITH TIME ZONE), CAST(? AS TIMESTAMP WITH TIME ZONE)
            FROM notice WHERE dedup_key = ?
            """)) {
      for (NoticeAudience.Recipient to : audience.of(connection, kind, campaignId)) {
        insert.setString(1, to.channel().name());
        insert.setString(2, to.target());
        insert.setString(3, to.language().name());
        insert.setTimestamp(4, Timestamp.from(now));
        insert.setTimestamp(5, Timestamp.from(now));
        insert.setString(6, dedupKey);
        insert.executeUpdate();
      }
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
}
