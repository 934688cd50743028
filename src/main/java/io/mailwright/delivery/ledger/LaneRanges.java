package io.mailwright.delivery.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the rows of a lane lie: in a few ranges of ids, one a slice of the snapshot, in the order
 * of their ids. A range may also hold rows of other lanes and campaigns, so who reads one names
 * both as well.
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
            WHERE campaign_id = ? AND lane = ? AND last_id > ? ORDER BY campaign_id, lane, last_id
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
