package io.mailwright.operations.keeping;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The campaigns whose data may go: they are over, and no row of them is open or in doubt. */
final class OverCampaigns {
  /** Of the campaign {@code c}; one that has rows in doubt may be opened again. */
  static final String IS_OVER =
      """
      c.state IN ('COMPLETED', 'CANCELLED') AND NOT EXISTS
        (SELECT 1 FROM lane_count k WHERE k.campaign_id = c.id AND k.state IN (0, 1, 3, 6) AND k.n > 0)
      """;

  /** What a campaign's report says is counted from its rows: it must have them all. */
  private static final String IS_COUNTED =
      """
      (EXISTS (SELECT 1 FROM report_state r WHERE r.campaign_id = c.id AND r.is_final)
       OR NOT EXISTS (SELECT 1 FROM snapshot_progress p WHERE p.campaign_id = c.id AND p.done))
      """;

  private static final String OLD =
      "FROM campaign c WHERE c.ended_at < ? AND "
          + IS_OVER
          + " AND "
          + IS_COUNTED
          + " AND NOT EXISTS (SELECT 1 FROM purged_campaign p WHERE p.campaign_id = c.id AND p.kind = ? AND p.at >= c.ended_at)";

  private OverCampaigns() {}

  /** The campaigns that ended before, by id, whose data of a kind is still there. */
  static List<Long> of(Connection connection, KeptKind kind, Instant before) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT c.id " + OLD + " ORDER BY c.id")) {
      bind(select, kind, before);
      List<Long> ids = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ids.add(row.getLong(1));
        }
      }
      return ids;
    }
  }

  /** The first of them. */
  static OptionalLong first(Connection connection, KeptKind kind, Instant before)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT MIN(c.id) " + OLD)) {
      bind(select, kind, before);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long id = row.getLong(1);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(id);
      }
    }
  }

  private static void bind(PreparedStatement select, KeptKind kind, Instant before)
      throws SQLException {
    select.setTimestamp(1, Timestamp.from(before));
    select.setString(2, kind.name());
  }

  /**
   * Notes that a campaign's data of a kind begins to go, so that nobody adds to it behind what was
   * looked at; it is not done before that is noted with a time after the campaign's end.
   */
  static void begun(Connection connection, long campaignId, KeptKind kind) throws SQLException {
    done(connection, campaignId, kind, Instant.EPOCH);
  }

  /** Notes that a campaign's data of a kind is gone. */
  static void done(Connection connection, long campaignId, KeptKind kind, Instant now)
      throws SQLException {
    for (String sql :
        List.of(
            "DELETE FROM purged_campaign WHERE campaign_id = ? AND kind = ?",
            "INSERT INTO purged_campaign (campaign_id, kind, at) VALUES (?, ?, ?)")) {
      try (PreparedStatement change = connection.prepareStatement(sql)) {
        change.setLong(1, campaignId);
        change.setString(2, kind.name());
        if (sql.startsWith("INSERT")) {
          change.setTimestamp(3, Timestamp.from(now));
        }
        change.executeUpdate();
      }
    }
  }

  /** Between which ids the campaign's rows of the ledger lie. */
  record Extent(long first, long last) {}

  /** Where the rows of a campaign lie; nowhere if they are gone. */
  static Extent extent(Connection connection, long campaignId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT COALESCE(MIN(first_id), 1), COALESCE(MAX(last_id), 0) FROM lane_range WHERE campaign_id = ?")) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Extent(row.getLong(1), row.getLong(2));
      }
    }
  }
}
