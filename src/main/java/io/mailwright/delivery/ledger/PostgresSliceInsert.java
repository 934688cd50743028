package io.mailwright.delivery.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** On PostgreSQL: one statement, which returns what it wrote. */
final class PostgresSliceInsert implements SliceInsert {
  private static final String NOT_SUPPRESSED =
      "0, 0, CAST(NULL AS VARCHAR), CAST(NULL AS TIMESTAMP WITH TIME ZONE)";

  private static final String SUPPRESSED_OR_NOT =
      """
      CASE WHEN s.reason IS NULL THEN 0 ELSE 7 END, 0,
      CASE WHEN s.reason IS NOT NULL THEN %s END,
      CASE WHEN s.reason IS NOT NULL THEN CAST(? AS TIMESTAMP WITH TIME ZONE) END
      """
          .formatted(WHY);

  private final Clock clock;

  PostgresSliceInsert(Clock clock) {
    this.clock = clock;
  }

  /**
   * The lanes of the sites that have no name, and whether others have: where none has, no row needs
   * to be asked for its domain; and none for its suppression where nobody is suppressed.
   */
  private record Plan(int firstLane, int lanes, boolean namesSites, boolean knowsSuppressed) {}

  @Override
  public List<LanePiece> insert(
      Connection connection, Recipients recipients, SliceWriter.Slice slice) throws SQLException {
    Plan plan = plan(connection, recipients);
    try (Statement settings = connection.createStatement()) {
      // The slice is sorted by lane in memory, and compiling its plan costs more than it saves.
      settings.execute("SET LOCAL work_mem = '32MB'");
      settings.execute("SET LOCAL jit = off");
    }
    try (PreparedStatement insert = connection.prepareStatement(sql(recipients, plan))) {
      int at = 1;
      insert.setLong(at++, recipients.campaignId());
      insert.setInt(at++, plan.firstLane());
      insert.setInt(at++, plan.lanes());
      if (plan.knowsSuppressed()) {
        insert.setTimestamp(at++, Timestamp.from(clock.instant()));
      }
      at = recipients.bindLists(insert, at);
      insert.setLong(at++, slice.after());
      insert.setLong(at++, slice.upto());
      if (plan.namesSites()) {
        insert.setLong(at++, recipients.campaignId());
      }
      if (plan.knowsSuppressed()) {
        at = recipients.bindLists(insert, at);
      }
      if (recipients.mayRepeat()) {
        recipients.bindLists(insert, at);
      }
      return pieces(insert);
    }
  }

  /**
   * Statistics know nothing of a new campaign: a condition would look for an address in all rows of
   * the campaign, so the index decides whether it is there.
   */
  private static String sql(Recipients recipients, Plan plan) {
    String lane = "CAST(? AS INTEGER) + MOD((HASHTEXT(c.domain) & 2147483647), CAST(? AS INTEGER))";
    return """
    WITH written AS (
      INSERT INTO delivery (campaign_id, contact_id, email_key, lane, state, attempts, why, settled_at)
      SELECT ?, c.id, c.email_key, %1$s, %2$s
      FROM (SELECT id, email_key, SUBSTRING(email_key, POSITION('@' IN email_key) + 1) AS domain
            FROM contact WHERE list_id IN (%3$s) AND id > ? AND id <= ?) c
      %4$s
      %5$s
      WHERE %6$s
      ORDER BY 4, 2
      %7$s
      RETURNING id, lane, state
    )
    SELECT lane, MIN(id), MAX(id), COUNT(*) FILTER (WHERE state = 0), COUNT(*) FILTER (WHERE state = 7)
    FROM written GROUP BY lane
    """
        .formatted(
            plan.namesSites()
                ? "COALESCE(p.first_lane + MOD(c.id, p.lanes), %s)".formatted(lane)
                : lane,
            plan.knowsSuppressed() ? SUPPRESSED_OR_NOT : NOT_SUPPRESSED,
            recipients.marks(),
            plan.namesSites()
                ? "LEFT JOIN lane_plan p ON p.campaign_id = ? AND p.domain = c.domain"
                : "",
            plan.knowsSuppressed() ? recipients.withSuppressions() : "",
            recipients.mayRepeat() ? recipients.isLowest() : "TRUE",
            recipients.mayRepeat() ? "ON CONFLICT (campaign_id, email_key) DO NOTHING" : "");
  }

  private static Plan plan(Connection connection, Recipients recipients) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT r.first_lane, r.lanes,
                   (SELECT COUNT(*) FROM lane_plan p WHERE p.campaign_id = r.campaign_id AND p.domain <> r.domain),
                   EXISTS (SELECT 1 FROM suppression s WHERE s.list_id IN (0, %s))
            FROM lane_plan r WHERE r.campaign_id = ? AND r.domain = ?
            """
                .formatted(recipients.marks()))) {
      int at = recipients.bindLists(select, 1);
      select.setLong(at++, recipients.campaignId());
      select.setString(at, LanePlan.REST);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Plan(row.getInt(1), row.getInt(2), row.getInt(3) > 0, row.getBoolean(4));
      }
    }
  }

  private static List<LanePiece> pieces(PreparedStatement statement) throws SQLException {
    List<LanePiece> pieces = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        pieces.add(
            new LanePiece(
                row.getInt(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)));
      }
    }
    return pieces;
  }
}
