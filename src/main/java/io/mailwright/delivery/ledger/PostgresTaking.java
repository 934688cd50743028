package io.mailwright.delivery.ledger;

import io.mailwright.delivery.ledger.Claims.Claim;
import io.mailwright.kernel.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes due rows of a lane in one statement: finds them, marks them, moves the lane's cursor and
 * the counts, and returns the recipients.
 *
 * <p>The limit of rows stands in the statement's text. As a parameter it would be unknown to the
 * planner, which then expects a tenth of the table and reads all of it.
 */
final class PostgresTaking implements Claims.Taking {
  private static final String SQL =
      """
      WITH mine AS (
        SELECT CAST(? AS BIGINT) AS campaign_id, CAST(? AS INTEGER) AS lane, CAST(? AS BIGINT) AS fresh_after,
               CAST(? AS BIGINT) AS fence, CAST(? AS BIGINT) AS incarnation,
               CAST(? AS TIMESTAMP WITH TIME ZONE) AS at, CAST(? AS BIGINT) AS most
      ), again AS (
        SELECT %5$s, FALSE AS fresh FROM delivery d
        WHERE campaign_id = (SELECT campaign_id FROM mine) AND lane = (SELECT lane FROM mine)
          AND due_at <= (SELECT at FROM mine)
        ORDER BY campaign_id, lane, due_at LIMIT %1$d
      ), fresh AS (
        SELECT f.*, TRUE AS fresh
        FROM (SELECT GREATEST(first_id, (SELECT fresh_after FROM mine) + 1) AS first_id, last_id FROM lane_range
              WHERE campaign_id = (SELECT campaign_id FROM mine) AND lane = (SELECT lane FROM mine)
                AND last_id > (SELECT fresh_after FROM mine)
              ORDER BY campaign_id, lane, first_id) r
        CROSS JOIN LATERAL
             (SELECT %5$s FROM delivery d
              WHERE d.id >= r.first_id AND d.id <= r.last_id AND d.state = 0 AND d.due_at IS NULL
                AND d.campaign_id + 0 = (SELECT campaign_id FROM mine) AND d.lane + 0 = (SELECT lane FROM mine)
              ORDER BY d.id LIMIT %1$d) f
        LIMIT %1$d
      ), due AS (
        SELECT * FROM again UNION ALL SELECT * FROM fresh LIMIT %1$d
      ), row_of AS (
        SELECT d.fresh, d.state, d.id, d.contact_id, d.attempts, d.first_try_at, d.email_key,
               COALESCE(c.email, d.email_key) AS email, c.name, c.locale, c.timezone, c.attributes,
               CASE WHEN %4$s THEN 7 WHEN c.id IS NULL THEN 8 ELSE 1 END AS becomes,
               SUM(OCTET_LENGTH(c.attributes)) OVER (ORDER BY d.fresh, d.id) AS upto,
               ROW_NUMBER() OVER (ORDER BY d.fresh, d.id) AS no
        FROM due d
        LEFT JOIN contact c ON c.id = d.contact_id
      ), taken AS (
        SELECT * FROM row_of WHERE no = 1 OR COALESCE(upto, 0) <= (SELECT most FROM mine)
      ), marked AS (
        UPDATE delivery d SET
          state = t.becomes,
          due_at = NULL,
          fence = CASE WHEN t.becomes = 1 THEN m.fence ELSE d.fence END,
          incarnation = CASE WHEN t.becomes = 1 THEN m.incarnation ELSE d.incarnation END,
          claimed_at = CASE WHEN t.becomes = 1 THEN m.at ELSE d.claimed_at END,
          settled_at = CASE WHEN t.becomes = 1 THEN d.settled_at ELSE m.at END,
          why = CASE t.becomes WHEN 1 THEN d.why WHEN 7 THEN '%2$s' ELSE '%3$s' END
        FROM taken t, mine m
        WHERE d.id = t.id AND d.state = t.state
        RETURNING t.*
      ), moved AS (
        UPDATE lane SET fresh_after = (SELECT MAX(id) FROM taken WHERE fresh)
        FROM mine m
        WHERE lane.campaign_id = m.campaign_id AND lane.no = m.lane AND EXISTS (SELECT 1 FROM taken WHERE fresh)
      ), counted AS (
        UPDATE lane_count k SET n = k.n + delta.n
        FROM (SELECT state, SUM(n) AS n
              FROM (SELECT state, -1 AS n FROM marked UNION ALL SELECT becomes, 1 FROM marked) each
              GROUP BY state) delta, mine m
        WHERE k.campaign_id = m.campaign_id AND k.lane = m.lane AND k.state = delta.state
      )
      SELECT id, contact_id, attempts, first_try_at, email_key, email, name, locale, timezone, attributes
      FROM marked WHERE becomes = 1 ORDER BY no
      """;

  /** What is read of a row, once: each look by its key costs. */
  private static final String READ =
      "d.id, d.campaign_id, d.state, d.contact_id, d.attempts, d.first_try_at, d.email_key";

  private final Database database;

  PostgresTaking(Database database) {
    this.database = database;
  }

  @Override
  public Optional<LaneChunk> claim(Claims.LaneTaking lane) {
    return database.query(
        connection -> {
          Optional<Claim> taken = lane.take(connection);
          if (taken.isEmpty()) {
            return Optional.empty();
          }
          Claim claim = taken.get();
          return Optional.of(claim.of(claim.wantsRows() ? take(connection, claim) : List.of()));
        });
  }

  private static List<ClaimedDelivery> take(Connection connection, Claim claim)
      throws SQLException {
    String sql =
        IndexPlans.SETTINGS
            + SQL.formatted(
                claim.limit().rows(),
                Claims.SUPPRESSED_MEANWHILE,
                Claims.DELETED_MEANWHILE,
                Suppressed.IS_ROW,
                READ);
    List<ClaimedDelivery> claimed = new ArrayList<>();
    try (PreparedStatement take = connection.prepareStatement(sql)) {
      take.setLong(1, claim.lane().campaignId());
      take.setInt(2, claim.lane().no());
      take.setLong(3, claim.lane().freshAfter());
      take.setLong(4, claim.fence());
      take.setLong(5, claim.incarnation());
      take.setTimestamp(6, claim.now());
      take.setLong(7, claim.limit().attributeChars());
      try (ResultSet row = IndexPlans.query(take)) {
        while (row.next()) {
          claimed.add(Claims.read(row, claim));
        }
      }
    }
    return claimed;
  }
}
