package io.mailwright.feedback.event;

import io.mailwright.audience.erased.ErasedPeople;
import io.mailwright.audience.erased.PersonMark;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Collection;
import java.util.Optional;

@ApplicationScoped
class JdbcFeedbackRepository implements FeedbackRepository {
  private Database database;
  private ErasedPeople erased;
  private Reported reported;

  JdbcFeedbackRepository() {}

  @Inject
  JdbcFeedbackRepository(Database database, ErasedPeople erased, Reported reported) {
    this.database = database;
    this.erased = erased;
    this.reported = reported;
  }

  @Override
  public boolean record(FeedbackEvent event) {
    try {
      return database.queryTogether(connection -> record(connection, event));
    } catch (DatabaseException e) {
      if (e.isConstraintViolation()) {
        // Another thread told the same at the same moment, or began the campaign's count.
        return database.queryTogether(connection -> record(connection, event));
      }
      throw e;
    }
  }

  private boolean record(Connection connection, FeedbackEvent told) throws SQLException {
    String key = erased.keyFor(connection, told.emailKey());
    FeedbackEvent event =
        PersonMark.isMark(key) ? told.ofErased(key, erased.markOf(told.identity())) : told;
    boolean isFirst = event.campaignId().isPresent() && isFirst(connection, event);
    if (!insert(connection, event)) {
      return false;
    }
    int recipients = isFirst ? 1 : 0;
    if (event.campaignId().isPresent() && !count(connection, event, recipients, 1)) {
      beginCount(connection, event, recipients);
    }
    return true;
  }

  private static boolean isFirst(Connection connection, FeedbackEvent event) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM feedback_event WHERE email_key = ? AND campaign_id = ? AND kind = ? FETCH FIRST ROW ONLY")) {
      select.setString(1, event.emailKey());
      select.setLong(2, event.campaignId().orElseThrow());
      select.setInt(3, event.kind().code());
      try (ResultSet row = select.executeQuery()) {
        return !row.next();
      }
    }
  }

  private static boolean insert(Connection connection, FeedbackEvent event) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO feedback_event (kind, campaign_id, email_key, at, source, detail, identity, about_sender)
            SELECT ?, CAST(? AS BIGINT), CAST(? AS VARCHAR(320)), CAST(? AS TIMESTAMP WITH TIME ZONE), ?, ?, ?,
                   CAST(? AS BOOLEAN)
            WHERE NOT EXISTS (SELECT 1 FROM feedback_event WHERE identity = ?)
            """)) {
      insert.setInt(1, event.kind().code());
      if (event.campaignId().isPresent()) {
        insert.setLong(2, event.campaignId().get());
      } else {
        insert.setNull(2, Types.BIGINT);
      }
      insert.setString(3, event.emailKey());
      insert.setTimestamp(4, Timestamp.from(event.at()));
      insert.setString(5, event.source());
      insert.setString(6, event.detail().orElse(null));
      insert.setString(7, event.identity());
      insert.setBoolean(8, event.isAboutSender());
      insert.setString(9, event.identity());
      return insert.executeUpdate() == 1;
    }
  }

  /**
   * Changes what the campaign has counted of this kind.
   *
   * @param recipients less than 0 to take away, as with {@code events}
   * @return whether anything was counted before; where not, nothing was changed
   */
  private static boolean count(
      Connection connection, FeedbackEvent event, int recipients, int events) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE feedback_count SET recipients = recipients + ?, events = events + ? WHERE campaign_id = ? AND kind = ?")) {
      update.setInt(1, recipients);
      update.setInt(2, events);
      update.setLong(3, event.campaignId().orElseThrow());
      update.setInt(4, event.kind().code());
      return update.executeUpdate() == 1;
    }
  }

  private static void beginCount(Connection connection, FeedbackEvent event, int recipients)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO feedback_count (recipients, campaign_id, kind, events) VALUES (?, ?, ?, 1)")) {
      insert.setInt(1, recipients);
      insert.setLong(2, event.campaignId().orElseThrow());
      insert.setInt(3, event.kind().code());
      insert.executeUpdate();
    }
  }

  @Override
  public Optional<FeedbackEvent> find(String identity) {
    return database.query(connection -> find(connection, identity));
  }

  @Override
  public Optional<FeedbackEvent> retract(String identity) {
    return database.query(connection -> retract(connection, identity));
  }

  private Optional<FeedbackEvent> retract(Connection connection, String identity)
      throws SQLException {
    // First of all, in the order in which they are held to be counted.
    long counted = reported.hold(connection);
    Optional<FeedbackEvent> found = find(connection, identity);
    if (found.isEmpty()) {
      return found;
    }
    FeedbackEvent event = found.get();
    long id = idOf(connection, identity);
    boolean isReported = event.campaignId().isPresent() && id <= counted;
    if (isReported) {
      reported.count(connection, id, event.campaignId().get(), -1);
    }
    if (!delete(connection, identity)) {
      // An erasure has given it another identity at this moment: nothing of this is kept.
      throw new SQLException("the event is being changed by another transaction");
    }
    if (event.campaignId().isPresent()) {
      long next = nextOf(connection, event);
      count(connection, event, next == 0 ? -1 : 0, -1);
      if (isReported && next > id && next <= counted) {
        reported.count(connection, next, event.campaignId().get(), 1);
      }
    }
    return found;
  }

  private static long idOf(Connection connection, String identity) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id FROM feedback_event WHERE identity = ?")) {
      select.setString(1, identity);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** The first that is left of the same recipient and kind; 0 for none. */
  private static long nextOf(Connection connection, FeedbackEvent event) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT COALESCE(MIN(id), 0) FROM feedback_event WHERE email_key = ? AND campaign_id = ? AND kind = ?")) {
      select.setString(1, event.emailKey());
      select.setLong(2, event.campaignId().orElseThrow());
      select.setInt(3, event.kind().code());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static Optional<FeedbackEvent> find(Connection connection, String identity)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT kind, campaign_id, email_key, at, source, detail, identity, about_sender FROM feedback_event WHERE identity = ?")) {
      select.setString(1, identity);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        long campaignId = row.getLong("campaign_id");
        Optional<Long> campaign = row.wasNull() ? Optional.empty() : Optional.of(campaignId);
        return Optional.of(
            new FeedbackEvent(
                FeedbackKind.ofCode(row.getInt("kind")),
                campaign,
                row.getString("email_key"),
                row.getTimestamp("at").toInstant(),
                row.getString("source"),
                Optional.ofNullable(row.getString("detail")),
                row.getString("identity"),
                row.getBoolean("about_sender")));
      }
    }
  }

  private static boolean delete(Connection connection, String identity) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM feedback_event WHERE identity = ?")) {
      delete.setString(1, identity);
      return delete.executeUpdate() == 1;
    }
  }

  @Override
  public FeedbackCounts counts(Collection<Long> campaignIds) {
    FeedbackCounts counts = new FeedbackCounts();
    if (campaignIds.isEmpty()) {
      return counts;
    }
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT campaign_id, kind, recipients, events FROM feedback_count WHERE campaign_id = ANY(?)")) {
            select.setArray(1, connection.createArrayOf("BIGINT", campaignIds.toArray()));
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                counts.put(
                    row.getLong("campaign_id"),
                    FeedbackKind.ofCode(row.getInt("kind")),
                    new FeedbackCounts.Count(row.getLong("recipients"), row.getLong("events")));
              }
            }
          }
          return counts;
        });
  }
}
