package io.mailwright.delivery.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the rows of a lane lie: in a few ranges of ids, about one a slice of the snapshot, that do
 * not overlap. A range may also hold rows of other lanes and campaigns, so who reads one names both
 * as well.
 */
final class LaneRanges {
  /**
   * A lane's rows in one range; its values are first, last, campaign and lane. The sums hide the
   * columns from the planner, which on an empty table would choose another index and keep it.
   */
  static final String IN_RANGE = "id >= ? AND id <= ? AND campaign_id + 0 = ? AND lane + 0 = ?";

  private LaneRanges() {}

  /** Ids from first to last, both included. */
  record Range(long first, long last) {
    int bind(PreparedStatement statement, int at, long campaignId, int lane) throws SQLException {
      statement.setLong(at, first);
      statement.setLong(at + 1, last);
      statement.setLong(at + 2, campaignId);
      statement.setInt(at + 3, lane);
      return at + 4;
    }
  }

  /** Sets the values that come before those of the range. */
  @FunctionalInterface
  interface Values {
    /**
     * @return the number of the next value
     */
    int bind(PreparedStatement statement) throws SQLException;
  }

  /** What of the lane's ranges lies behind an id, in order. */
  static List<Range> after(Connection connection, long campaignId, int lane, long id)
      throws SQLException {
    List<Range> ranges = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT first_id, last_id FROM lane_range
            WHERE campaign_id = ? AND lane = ? AND last_id > ? ORDER BY campaign_id, lane, first_id
            """)) {
      select.setLong(1, campaignId);
      select.setInt(2, lane);
      select.setLong(3, id);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ranges.add(new Range(Math.max(row.getLong(1), id + 1), row.getLong(2)));
        }
      }
    }
    return ranges;
  }

  /**
   * Joins ranges that overlap: slices that are written at the same time take their ids by turns.
   */
  static void join(Connection connection, long campaignId) throws SQLException {
    Map<Integer, List<Written>> joined = new TreeMap<>();
    boolean overlap = false;
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT lane, first_id, last_id, pending, suppressed FROM lane_range
            WHERE campaign_id = ? ORDER BY campaign_id, lane, first_id
            """)) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Written next =
              new Written(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
          List<Written> lane = joined.computeIfAbsent(row.getInt(1), no -> new ArrayList<>());
          int end = lane.size() - 1;
          if (end >= 0 && next.first() <= lane.get(end).last()) {
            lane.set(end, lane.get(end).and(next));
            overlap = true;
          } else {
            lane.add(next);
          }
        }
      }
    }
    if (overlap) {
      write(connection, campaignId, joined);
    }
  }

  /** A range with the rows that the snapshot wrote into it. */
  private record Written(long first, long last, long pending, long suppressed) {
    Written and(Written other) {
      return new Written(
          first,
          Math.max(last, other.last),
          pending + other.pending,
          suppressed + other.suppressed);
    }
  }

  private static void write(
      Connection connection, long campaignId, Map<Integer, List<Written>> lanes)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM lane_range WHERE campaign_id = ?")) {
      delete.setLong(1, campaignId);
      delete.executeUpdate();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO lane_range (campaign_id, lane, first_id, last_id, pending, suppressed)
            VALUES (?, ?, ?, ?, ?, ?)
            """)) {
      for (Map.Entry<Integer, List<Written>> lane : lanes.entrySet()) {
        for (Written range : lane.getValue()) {
          insert.setLong(1, campaignId);
          insert.setInt(2, lane.getKey());
          insert.setLong(3, range.first());
          insert.setLong(4, range.last());
          insert.setLong(5, range.pending());
          insert.setLong(6, range.suppressed());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  /**
   * Changes rows of a whole lane, range by range.
   *
   * @param sets what stands between SET and WHERE
   * @param which of the lane's rows
   * @param values those of both, in this order
   * @return how many rows changed
   */
  static int update(
      Connection connection, long campaignId, int lane, String sets, String which, Values values)
      throws SQLException {
    int changed = 0;
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE delivery SET " + sets + " WHERE " + which + " AND " + IN_RANGE)) {
      for (Range range : after(connection, campaignId, lane, 0)) {
        range.bind(update, values.bind(update), campaignId, lane);
        changed += update.executeUpdate();
      }
    }
    return changed;
  }
}
