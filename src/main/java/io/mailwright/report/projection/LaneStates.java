package io.mailwright.report.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads how the lanes of a campaign stand. A row changes only while its lane is held, which its
 * fence tells, or with the lane's counts; so both together tell whether anything happened.
 */
final class LaneStates {
  private static final int LAST_STATE = 8;

  private LaneStates() {}

  static List<LaneState> of(Connection connection, long campaignId) throws SQLException {
    return read(connection, campaignId, "");
  }

  static LaneState of(Connection connection, long campaignId, int lane) throws SQLException {
    return read(connection, campaignId, " AND l.no = " + lane).get(0);
  }

  private static List<LaneState> read(Connection connection, long campaignId, String which)
      throws SQLException {
    StringBuilder counts = new StringBuilder();
    for (int state = 0; state <= LAST_STATE; state++) {
      counts.append(", SUM(CASE WHEN k.state = %d THEN k.n ELSE 0 END)".formatted(state));
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT l.no, l.site, l.fresh_after, l.fence, r.upto_id, r.seen %s
            FROM lane l
            JOIN lane_count k ON k.campaign_id = l.campaign_id AND k.lane = l.no
            LEFT JOIN report_lane r ON r.campaign_id = l.campaign_id AND r.lane = l.no
            WHERE l.campaign_id = ? %s
            GROUP BY l.no, l.site, l.fresh_after, l.fence, r.upto_id, r.seen ORDER BY l.no
            """
                .formatted(counts, which))) {
      select.setLong(1, campaignId);
      List<LaneState> lanes = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lanes.add(state(row));
        }
      }
      return lanes;
    }
  }

  private static LaneState state(ResultSet row) throws SQLException {
    StringBuilder seen = new StringBuilder().append(row.getLong(4));
    long waiting = row.getLong(7) + row.getLong(8);
    boolean hasOpen = false;
    for (int state = 0; state <= LAST_STATE; state++) {
      long n = row.getLong(7 + state);
      seen.append(' ').append(n);
      hasOpen |= n > 0 && (state == 0 || state == 1 || state == 3);
    }
    String counted = row.getString(6);
    return new LaneState(
        row.getInt(1),
        row.getString(2),
        row.getLong(3),
        seen.toString(),
        waiting,
        hasOpen,
        row.getLong(5),
        counted == null ? "" : counted);
  }
}
