package io.mailwright.report.projection;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.Dialect;
import io.mailwright.routing.site.SiteDirectory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Counts what happened in a lane since the last time, in one transaction, so that each delivery is
 * counted once whatever breaks.
 *
 * <p>Rows are passed by their ids. One that is settled is counted and never looked at again; one
 * that may still change is written down, and what is counted of it follows its changes until it is
 * settled. So neither times nor the order of commits matter.
 */
final class LanePass {
  private final Database database;
  private final SiteDirectory directory;
  private final TallyWriter writer;
  private final Said.Reader reader;
  private final int window;

  /**
   * @param window rows that one transaction counts, about
   */
  LanePass(
      Database database,
      SiteDirectory directory,
      TallyWriter writer,
      Said.Reader reader,
      int window) {
    this.database = database;
    this.directory = directory;
    this.writer = writer;
    this.reader = reader;
    this.window = window;
  }

  /**
   * One step, in the caller's transaction, which holds the campaign's row of {@code report_state}.
   *
   * @return whether more is to be counted in this lane
   */
  boolean step(Connection connection, long campaignId, int lane, int hourOffset)
      throws SQLException {
    if (database.dialect() == Dialect.POSTGRESQL) {
      Sql.keepToKeys(connection);
    }
    // Read before the rows: what changes after this is found by the next step.
    LaneState state = LaneStates.of(connection, campaignId, lane);
    LaneScope scope =
        new LaneScope(
            connection,
            database.dialect(),
            campaignId,
            state,
            hourOffset,
            directory,
            reader,
            new Tally());
    OpenDeliveries open = new OpenDeliveries(scope, window);
    long target = state.target(open.waiting());
    long upto = new FreshRows(scope, target, window).pass();
    // All that waits may be passed now: then the rows behind it are settled, and are counted next.
    boolean isAll = open.follow() && upto >= target && upto >= state.target(open.waiting());
    writer.write(connection, campaignId, scope.tally());
    keep(connection, campaignId, lane, upto, isAll ? state.seen() : "");
    return !isAll;
  }

  private static void keep(Connection connection, long campaignId, int lane, long upto, String seen)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE report_lane SET upto_id = ?, seen = ? WHERE campaign_id = ? AND lane = ?")) {
      update.setLong(1, upto);
      update.setString(2, seen);
      update.setLong(3, campaignId);
      update.setInt(4, lane);
      if (update.executeUpdate() == 1) {
        return;
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO report_lane (campaign_id, lane, upto_id, seen) VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, campaignId);
      insert.setInt(2, lane);
      insert.setLong(3, upto);
      insert.setString(4, seen);
      insert.executeUpdate();
    }
  }
}
