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
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

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
    return database.query(
        connection -> {
          Instant since = since(connection, emailKey, clock.instant());
          int before = counted(connection, emailKey, since).size();
          return before + (next.isAfter(since) ? 1 : 0) >= settings.softBounceLimit();
        });
  }

  /**
   * Whether an address that was suppressed for its soft bounces would not have been without some of
   * them.
   *
   * @param at when it was suppressed
   * @param misread identities of the events that were none
   * @return false also where fewer are on record than it takes, as after they were purged: nobody
   *     can tell any more
   */
  public boolean wereTooManyOnlyWith(Set<String> misread, String emailKey, Instant at) {
    Map<String, Instant> counted =
        database.query(
            connection -> counted(connection, emailKey, since(connection, emailKey, at)));
    counted.values().removeIf(later -> later.isAfter(at));
    int before = counted.size();
    counted.keySet().removeAll(misread);
    return before >= settings.softBounceLimit() && counted.size() < settings.softBounceLimit();
  }

  private Instant since(Connection connection, String emailKey, Instant now) throws SQLException {
    Instant begin = now.minus(settings.softBounceWindow());
    Instant good = lastGood(connection, emailKey, begin, now.minus(UNTIL_GOOD));
    return good.isAfter(begin) ? good : begin;
  }

  /** When each happened, by the identity of its event. */
  private static Map<String, Instant> counted(Connection connection, String emailKey, Instant since)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT identity, at FROM feedback_event WHERE email_key = ? AND kind IN (2, 7) AND NOT about_sender AND at > ?")) {
      select.setString(1, emailKey);
      select.setTimestamp(2, Timestamp.from(since));
      Map<String, Instant> counted = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          counted.put(row.getString(1), row.getTimestamp(2).toInstant());
        }
      }
      return counted;
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
