package io.mailwright.feedback.acting;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.settings.Settings;
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

/**
 * Counts how often mails to an address bounced softly of late, or were refused at once for a reason
 * that may pass. A mail that went through and did not bounce within two days forgives what was
 * before it. Thread-safe.
 */
@ApplicationScoped
public class SoftBounces {
  /** After so long nothing comes back any more, mostly. */
  private static final Duration UNTIL_GOOD = Duration.ofDays(2);

  private Database database;
  private Settings settings;
  private Clock clock;

  SoftBounces() {}

  /** For injection and tests. */
  @Inject
  public SoftBounces(Database database, Settings settings, Clock clock) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Whether the address has bounced so often that it gets no more mail.
   *
   * @param next when it bounced once more, which is not on record yet
   */
  public boolean areTooManyWith(String emailKey, Instant next) {
    return database.query(connection -> count(connection, emailKey, next))
        >= settings.softBounceLimit();
  }

  private long count(Connection connection, String emailKey, Instant next) throws SQLException {
    Instant now = clock.instant();
    Instant begin = now.minus(settings.softBounceWindow());
    Instant good = lastGood(connection, emailKey, begin, now.minus(UNTIL_GOOD));
    Instant since = good.isAfter(begin) ? good : begin;
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT COUNT(*) FROM feedback_event WHERE email_key = ? AND kind IN (2, 7) AND NOT about_sender AND at > ?")) {
      select.setString(1, emailKey);
      select.setTimestamp(2, Timestamp.from(since));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1) + (next.isAfter(since) ? 1 : 0);
      }
    }
  }

  /** When the last mail was sent that did not bounce. */
  private static Instant lastGood(
      Connection connection, String emailKey, Instant since, Instant before) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT MAX(d.settled_at) FROM campaign c
            JOIN delivery d ON d.campaign_id = c.id AND d.email_key = ?
            WHERE c.started_at > ? AND d.state = 2 AND d.settled_at < ?
              AND NOT EXISTS (SELECT 1 FROM feedback_event e
                              WHERE e.email_key = d.email_key AND e.campaign_id = c.id AND e.kind IN (1, 2))
            """)) {
      select.setString(1, emailKey);
      select.setTimestamp(2, Timestamp.from(since));
      select.setTimestamp(3, Timestamp.from(before));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        Timestamp last = row.getTimestamp(1);
        return last == null ? Instant.EPOCH : last.toInstant();
      }
    }
  }
}
