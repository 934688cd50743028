package io.mailwright.feedback.feed;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.secret.DerivedKeys;
import io.mailwright.kernel.text.Cut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;

@ApplicationScoped
class JdbcFeedTallies implements FeedTallies, FeedMarks {
  /** Longer than a feed may take what is old. */
  private static final Duration MARKS_KEPT = Duration.ofDays(8);

  private Database database;
  private DerivedKeys keys;
  private Clock clock;

  JdbcFeedTallies() {}

  @Inject
  JdbcFeedTallies(Database database, DerivedKeys keys, Clock clock) {
    this.database = database;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public Map<Long, FeedTally> of(Collection<Long> feedIds) {
    if (feedIds.isEmpty()) {
      return Map.of();
    }
    return database.query(
        connection -> {
          Map<Long, FeedTally> found = new HashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT feed_id, taken, repeated, passed_over, malformed, forged, stale, last_at, last_event,
                    last_refused_at, last_refusal
                  FROM feed_tally WHERE feed_id = ANY(?)
                  """)) {
            select.setArray(1, connection.createArrayOf("BIGINT", feedIds.toArray()));
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.put(row.getLong("feed_id"), tally(row));
              }
            }
          }
          return found;
        });
  }

  private static FeedTally tally(ResultSet row) throws SQLException {
    return new FeedTally(
        row.getLong("taken"),
        row.getLong("repeated"),
        row.getLong("passed_over"),
        row.getLong("malformed"),
        row.getLong("forged"),
        row.getLong("stale"),
        time(row, "last_at"),
        Optional.ofNullable(row.getString("last_event")),
        time(row, "last_refused_at"),
        Optional.ofNullable(row.getString("last_refusal")));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  @Override
  public void add(long feedId, FeedTally more) {
    try {
      database.change(connection -> add(connection, feedId, more));
    } catch (DatabaseException e) {
      if (!e.isConstraintViolation()) {
        throw e;
      }
      // Two requests were the feed's first at the same moment.
      database.change(connection -> add(connection, feedId, more));
    }
  }

  private static void add(Connection connection, long feedId, FeedTally more) throws SQLException {
    int changed =
        execute(
            connection,
            """
            UPDATE feed_tally SET taken = taken + ?, repeated = repeated + ?, passed_over = passed_over + ?,
              malformed = malformed + ?, forged = forged + ?, stale = stale + ?,
              last_at = COALESCE(CAST(? AS TIMESTAMP WITH TIME ZONE), last_at),
              last_event = COALESCE(CAST(? AS VARCHAR(200)), last_event),
              last_refused_at = COALESCE(CAST(? AS TIMESTAMP WITH TIME ZONE), last_refused_at),
              last_refusal = COALESCE(CAST(? AS VARCHAR(500)), last_refusal)
            WHERE feed_id = ?
            """,
            feedId,
            more);
    if (changed == 0) {
      execute(
          connection,
          """
          INSERT INTO feed_tally (taken, repeated, passed_over, malformed, forged, stale, last_at, last_event,
            last_refused_at, last_refusal, feed_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          feedId,
          more);
    }
  }

  private static int execute(Connection connection, String sql, long feedId, FeedTally more)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, more.taken());
      statement.setLong(2, more.repeated());
      statement.setLong(3, more.passedOver());
      statement.setLong(4, more.malformed());
      statement.setLong(5, more.forged());
      statement.setLong(6, more.stale());
      statement.setTimestamp(7, more.lastAt().map(Timestamp::from).orElse(null));
      statement.setString(8, more.lastEvent().map(text -> Cut.storable(text, 200)).orElse(null));
      statement.setTimestamp(9, more.lastRefusedAt().map(Timestamp::from).orElse(null));
      statement.setString(10, more.lastRefusal().map(text -> Cut.storable(text, 500)).orElse(null));
      statement.setLong(11, feedId);
      return statement.executeUpdate();
    }
  }

  @Override
  public boolean use(long feedId, String mark, byte[] content) {
    String hashed = hash(mark.getBytes(StandardCharsets.UTF_8));
    String what = hash(content);
    try {
      return database.query(connection -> use(connection, feedId, hashed, what));
    } catch (DatabaseException e) {
      if (!e.isConstraintViolation()) {
        throw e;
      }
      // The same mark came twice at the same moment.
      return database.query(connection -> use(connection, feedId, hashed, what));
    }
  }

  private boolean use(Connection connection, long feedId, String mark, String content)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT content FROM feed_mark WHERE feed_id = ? AND mark = ?")) {
      select.setLong(1, feedId);
      select.setString(2, mark);
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          return row.getString(1).equals(content);
        }
      }
    }
    Instant now = clock.instant();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO feed_mark (feed_id, mark, content, used_at) VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, feedId);
      insert.setString(2, mark);
      insert.setString(3, content);
      insert.setTimestamp(4, Timestamp.from(now));
      insert.executeUpdate();
    }
    return true;
  }

  /** Forgets marks that no feed takes any more; called every hour. */
  @Override
  public void forgetOldMarks() {
    Timestamp last = Timestamp.from(clock.instant().minus(MARKS_KEPT));
    database.change(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM feed_mark WHERE used_at < ?")) {
            delete.setTimestamp(1, last);
            delete.executeUpdate();
          }
        });
  }

  private String hash(byte[] what) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(keys.of("feeds"));
      return HexFormat.of().formatHex(mac.doFinal(what));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is not available", e);
    }
  }
}
