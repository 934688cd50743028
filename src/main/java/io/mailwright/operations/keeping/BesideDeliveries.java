package io.mailwright.operations.keeping;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalLong;

/** Rows of a table that belong to deliveries of campaigns that are over. */
class BesideDeliveries implements Purger {
  private final KeptKind kind;
  private final String table;
  private final Clock clock;

  /**
   * @param table has the columns {@code delivery_id}, with which its key begins, and {@code
   *     campaign_id}
   */
  BesideDeliveries(KeptKind kind, String table, Clock clock) {
    this.kind = kind;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public KeptKind kind() {
    return kind;
  }

  @Override
  public long count(Connection connection, Instant before) throws SQLException {
    long rows = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT COUNT(*) FROM %s WHERE delivery_id >= ? AND delivery_id <= ? AND campaign_id = ?"
                .formatted(table))) {
      for (long campaignId : OverCampaigns.of(connection, kind(), before)) {
        OverCampaigns.Extent extent = OverCampaigns.extent(connection, campaignId);
        select.setLong(1, extent.first());
        select.setLong(2, extent.last());
        select.setLong(3, campaignId);
        try (ResultSet row = select.executeQuery()) {
          row.next();
          rows += row.getLong(1);
        }
      }
    }
    return rows;
  }

  @Override
  public Slices begin(Instant before, String position) {
    return new CampaignSlices(kind(), before, position, clock) {
      @Override
      Done slice(Connection connection, long campaignId, long after, long last)
          throws SQLException {
        OptionalLong end = end(connection, campaignId, after, last);
        return end.isEmpty()
            ? new Done(0, last)
            : new Done(delete(connection, campaignId, after, end.getAsLong()), end.getAsLong());
      }

      @Override
      void finish(Connection connection, long campaignId) {
        // The rows themselves stay.
      }
    };
  }

  private OptionalLong end(Connection connection, long campaignId, long after, long last)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT MAX(s.delivery_id)
            FROM (SELECT delivery_id FROM %s WHERE delivery_id > ? AND delivery_id <= ? AND campaign_id = ?
                  ORDER BY delivery_id LIMIT %d) s
            """
                .formatted(table, SLICE))) {
      select.setLong(1, after);
      select.setLong(2, last);
      select.setLong(3, campaignId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long id = row.getLong(1);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(id);
      }
    }
  }

  private long delete(Connection connection, long campaignId, long after, long end)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM %s WHERE delivery_id > ? AND delivery_id <= ? AND campaign_id = ?"
                .formatted(table))) {
      delete.setLong(1, after);
      delete.setLong(2, end);
      delete.setLong(3, campaignId);
      return delete.executeUpdate();
    }
  }
}
