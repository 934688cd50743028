package io.mailwright.report.projection;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Which campaigns are kept, and how far. */
final class Campaigns {
  private static final int SECONDS = 3600;

  private final Database database;
  private final Clock clock;

  Campaigns(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Begins to keep a campaign; nothing happens where that is done, or before its snapshot is. */
  void begin(long campaignId) {
    try {
      database.change(connection -> begin(connection, campaignId));
    } catch (DatabaseException e) {
      // Another thread or node has begun at the same moment.
      if (!e.isConstraintViolation()) {
        throw e;
      }
    }
  }

  private void begin(Connection connection, long campaignId) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO report_state (campaign_id, hour_offset, is_final)
            SELECT CAST(? AS BIGINT), CAST(? AS INTEGER), FALSE
            WHERE NOT EXISTS (SELECT 1 FROM report_state WHERE campaign_id = ?)
              AND EXISTS (SELECT 1 FROM snapshot_progress WHERE campaign_id = ? AND done)
            """)) {
      insert.setLong(1, campaignId);
      insert.setInt(2, hourOffset(connection, campaignId));
      insert.setLong(3, campaignId);
      insert.setLong(4, campaignId);
      insert.executeUpdate();
    }
  }

  private int hourOffset(Connection connection, long campaignId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT zone FROM campaign WHERE id = ?")) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        String zone = row.next() ? row.getString(1) : null;
        return zone == null ? 0 : hourOffset(zone);
      }
    }
  }

  private int hourOffset(String zone) {
    try {
      int total = ZoneId.of(zone).getRules().getOffset(clock.instant()).getTotalSeconds();
      return Math.floorMod(-total, SECONDS);
    } catch (DateTimeException e) {
      return 0;
    }
  }

  /**
   * Locks a campaign for the rest of the transaction.
   *
   * @param waits until another transaction has ended that holds it
   * @return the offset of its hours; empty if it is held, or not kept
   */
  static OptionalInt lock(Connection connection, long campaignId, boolean waits)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT hour_offset FROM report_state WHERE campaign_id = ? FOR UPDATE"
                + (waits ? "" : " SKIP LOCKED"))) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
      }
    }
  }

  /** Those whose ledger may have something that is not counted, newest first. */
  List<Long> unfinished() {
    return database.query(
        connection -> {
          List<Long> ids = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      """
                      SELECT p.campaign_id FROM snapshot_progress p
                      LEFT JOIN report_state s ON s.campaign_id = p.campaign_id
                      WHERE p.done AND COALESCE(s.is_final, FALSE) = FALSE ORDER BY p.campaign_id DESC
                      """);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              ids.add(row.getLong(1));
            }
          }
          return ids;
        });
  }

  /** Whether nothing of a campaign's ledger can change any more. */
  boolean isFinal(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT is_final FROM report_state WHERE campaign_id = ?")) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              return row.next() && row.getBoolean(1);
            }
          }
        });
  }

  /** Keeps how far it is. */
  void reached(long campaignId, Instant asOf, boolean isAll) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE report_state SET projected_at = ?, is_final = CASE WHEN ? THEN
                    NOT EXISTS (SELECT 1 FROM report_open o WHERE o.campaign_id = report_state.campaign_id)
                    ELSE FALSE END
                  WHERE campaign_id = ?
                  """)) {
            update.setTimestamp(1, Timestamp.from(asOf));
            update.setBoolean(2, isAll);
            update.setLong(3, campaignId);
            update.executeUpdate();
          }
        });
  }
}
