package io.mailwright.operations.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger's rows of campaigns that are over, with their tries. What stays says how many there
 * were: the counts by lane, and the lanes that name their sites.
 */
@ApplicationScoped
class DeliveryPurger implements Purger {
  private Clock clock;

  DeliveryPurger() {}

  @Inject
  DeliveryPurger(Clock clock) {
    this.clock = clock;
  }

  @Override
  public KeptKind kind() {
    return KeptKind.DELIVERIES;
  }

  @Override
  public long count(Connection connection, Instant before) throws SQLException {
    long rows = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT COALESCE(SUM(n), 0) FROM lane_count WHERE campaign_id = ?
              AND EXISTS (SELECT 1 FROM lane_range r WHERE r.campaign_id = lane_count.campaign_id)
            """)) {
      for (long campaignId : OverCampaigns.of(connection, kind(), before)) {
        select.setLong(1, campaignId);
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
        List<Long> ids = ids(connection, campaignId, after, last);
        if (ids.isEmpty()) {
          return new Done(0, last);
        }
        Array array = connection.createArrayOf("BIGINT", ids.toArray());
        delete(connection, "DELETE FROM attempt WHERE delivery_id = ANY(?)", array);
        delete(connection, "DELETE FROM engagement WHERE delivery_id = ANY(?)", array);
        return new Done(
            delete(connection, "DELETE FROM delivery WHERE id = ANY(?)", array),
            ids.get(ids.size() - 1));
      }

      @Override
      void finish(Connection connection, long campaignId) throws SQLException {
        for (String sql :
            List.of(
                "DELETE FROM lane_range WHERE campaign_id = ?",
                "DELETE FROM lane_plan WHERE campaign_id = ?",
                "DELETE FROM snapshot_slice WHERE campaign_id = ?",
                "UPDATE lane SET why = NULL WHERE campaign_id = ?")) {
          try (PreparedStatement change = connection.prepareStatement(sql)) {
            change.setLong(1, campaignId);
            change.executeUpdate();
          }
        }
      }
    };
  }

  /** The sum hides the column from the planner: a range of ids is what is to be read. */
  private static List<Long> ids(Connection connection, long campaignId, long after, long last)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id FROM delivery WHERE id > ? AND id <= ? AND campaign_id + 0 = ? ORDER BY id LIMIT "
                + SLICE)) {
      select.setLong(1, after);
      select.setLong(2, last);
      select.setLong(3, campaignId);
      List<Long> ids = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ids.add(row.getLong(1));
        }
      }
      return ids;
    }
  }

  private static long delete(Connection connection, String sql, Array ids) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setArray(1, ids);
      return delete.executeUpdate();
    }
  }
}
