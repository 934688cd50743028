package io.mailwright.report.projection;

import io.mailwright.delivery.ledger.DeliveryState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Passes the rows of a lane that were not passed yet. */
final class FreshRows {
  /**
   * Four values of the range and two for what stands in report_open. The offset keeps PostgreSQL
   * from making a join of it, which goes through all of the lane's rows there for each row here
   * where it takes the table for empty. H2 would read a list of them anew after each commit.
   */
  private static final String IS_SETTLED =
      """
      d.id >= ? AND d.id <= ? AND d.campaign_id + 0 = ? AND d.lane + 0 = ? AND d.state IN %s
      AND NOT EXISTS (SELECT 1 FROM report_open o
                      WHERE o.campaign_id = ? AND o.lane = ? AND o.delivery_id = d.id OFFSET 0 ROWS)
      """
          .formatted(Sql.SETTLED);

  private final LaneScope scope;
  private final long target;
  private final int window;

  /**
   * @param target up to which id
   */
  FreshRows(LaneScope scope, long target, int window) {
    this.scope = scope;
    this.target = target;
    this.window = window;
  }

  private record Range(long first, long last) {}

  /**
   * Passes about a window of them.
   *
   * @return up to which id all is passed; the target if no more is to be passed now
   */
  long pass() throws SQLException {
    if (target <= scope.lane().upto()) {
      return scope.lane().upto();
    }
    int left = window;
    for (Range range : ranges()) {
      long last = Math.min(range.last(), range.first() + left - 1);
      writeDownOpen(range.first(), last);
      countSettled(range.first(), last);
      countTries(range.first(), last);
      left -= (int) (last - range.first() + 1);
      if (left <= 0) {
        return last;
      }
    }
    return target;
  }

  private List<Range> ranges() throws SQLException {
    try (PreparedStatement select =
        scope
            .connection()
            .prepareStatement(
                """
                SELECT first_id, last_id FROM lane_range
                WHERE campaign_id = ? AND lane = ? AND last_id > ? AND first_id <= ? ORDER BY first_id
                """)) {
      long upto = scope.lane().upto();
      select.setLong(1, scope.campaignId());
      select.setInt(2, scope.lane().no());
      select.setLong(3, upto);
      select.setLong(4, target);
      List<Range> ranges = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ranges.add(
              new Range(Math.max(row.getLong(1), upto + 1), Math.min(row.getLong(2), target)));
        }
      }
      return ranges;
    }
  }

  private int bindRange(PreparedStatement statement, long first, long last) throws SQLException {
    statement.setLong(1, first);
    statement.setLong(2, last);
    statement.setLong(3, scope.campaignId());
    statement.setInt(4, scope.lane().no());
    return 5;
  }

  private void bindSettled(PreparedStatement statement, long first, long last) throws SQLException {
    int at = bindRange(statement, first, last);
    statement.setLong(at, scope.campaignId());
    statement.setInt(at + 1, scope.lane().no());
  }

  /**
   * Before the settled ones are counted: what settles between the two statements stands here, and
   * is not counted there.
   */
  private void writeDownOpen(long first, long last) throws SQLException {
    try (PreparedStatement insert =
        scope
            .connection()
            .prepareStatement(
                """
                INSERT INTO report_open (campaign_id, lane, delivery_id, domain, state, attempts, route_id)
                SELECT d.campaign_id, d.lane, d.id, %s, 0, 0, 0 FROM delivery d
                WHERE d.id >= ? AND d.id <= ? AND d.campaign_id + 0 = ? AND d.lane + 0 = ? AND d.state IN %s
                """
                    .formatted(Sql.DOMAIN, Sql.OPEN))) {
      bindRange(insert, first, last);
      insert.executeUpdate();
    }
  }

  private void countSettled(long first, long last) throws SQLException {
    try (PreparedStatement select =
        scope
            .connection()
            .prepareStatement(
                """
                SELECT domain, route, state, again, in_hour, code, status, said, COUNT(*) AS n FROM (
                  SELECT %s AS domain, COALESCE(d.server_id, 0) AS route, d.state,
                         CASE WHEN d.attempts > 1 THEN 1 ELSE 0 END AS again, %s AS in_hour,
                         %s
                  FROM delivery d WHERE %s) s
                GROUP BY domain, route, state, again, in_hour, code, status, said
                """
                    .formatted(Sql.DOMAIN, scope.hourOf("d.settled_at"), Sql.SAID, IS_SETTLED))) {
      bindSettled(select, first, last);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          scope.countSettled(
              scope.place(row.getString("domain"), row.getLong("route")),
              DeliveryState.ofCode(row.getInt("state")),
              row.getInt("again") == 1,
              scope.startOf(row, "in_hour"),
              scope.said(row),
              row.getLong("n"));
        }
      }
    }
  }

  /**
   * The log has nothing of a mail that went at its first try, and that is nearly every mail. Of one
   * that only was said to have gone, after it had been put off, it has; there the row says why.
   */
  private void countTries(long first, long last) throws SQLException {
    try (PreparedStatement select =
        scope
            .connection()
            .prepareStatement(
                """
                SELECT domain, route, in_hour, code, status, said, COUNT(*) AS n FROM (
                  SELECT %s AS domain, COALESCE(a.server_id, 0) AS route, %s AS in_hour,
                         %s
                  FROM delivery d JOIN attempt a ON a.delivery_id = d.id
                  WHERE %s AND d.attempts > 0 AND (d.attempts > 1 OR d.state <> 2 OR d.why IS NOT NULL)
                    AND a.outcome = 3 AND a.delivery_id >= ? AND a.delivery_id <= ?) s
                GROUP BY domain, route, in_hour, code, status, said
                """
                    .formatted(Sql.DOMAIN, scope.hourOf("a.at"), Sql.SAID_IN_TRY, IS_SETTLED))) {
      bindSettled(select, first, last);
      select.setLong(7, first);
      select.setLong(8, last);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          scope.countTries(
              scope.place(row.getString("domain"), row.getLong("route")),
              scope.startOf(row, "in_hour"),
              scope.said(row),
              row.getLong("n"));
        }
      }
    }
  }
}
