package io.mailwright.delivery.ledger;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a slice of a snapshot: its rows in the order of lanes, and where those of each lane lie.
 */
final class SliceWriter {
  private final Database database;
  private final Clock clock;

  SliceWriter(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Contacts whose id is greater than {@code after}, and {@code upto} at most. */
  record Slice(int no, long after, long upto) {}

  /** Rows of one lane and one state that a slice has written. */
  private record Piece(int lane, int state, long first, long last, long rows) {}

  private static final String NOT_SUPPRESSED =
      "0, 0, CAST(NULL AS VARCHAR), CAST(NULL AS TIMESTAMP WITH TIME ZONE)";

  private static final String SUPPRESSED_OR_NOT =
      """
      CASE WHEN s.reason IS NULL THEN 0 ELSE 7 END, 0,
      CASE WHEN s.reason IS NULL THEN NULL ELSE CONCAT('suppressed: ', REPLACE(LOWER(s.reason), '_', '-')) END,
      CASE WHEN s.reason IS NULL THEN CAST(NULL AS TIMESTAMP WITH TIME ZONE) ELSE CAST(? AS TIMESTAMP WITH TIME ZONE) END
      """;

  /**
   * The lanes of the sites that have no name, and whether others have: where none has, no row needs
   * to be asked for its domain; and none for its suppression where nobody is suppressed.
   */
  private record Plan(int firstLane, int lanes, boolean namesSites, boolean knowsSuppressed) {}

  /**
   * Writes a slice in the caller's transaction.
   *
   * @return how many rows
   */
  long write(Connection connection, long campaignId, List<Long> listIds, Slice slice)
      throws SQLException {
    List<Piece> pieces = insert(connection, campaignId, listIds, slice);
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO lane_range (campaign_id, lane, first_id, last_id, pending, suppressed)
            VALUES (?, ?, ?, ?, ?, ?)
            """)) {
      for (List<Piece> lane :
          pieces.stream().collect(Collectors.groupingBy(Piece::lane)).values()) {
        insert.setLong(1, campaignId);
        insert.setInt(2, lane.get(0).lane());
        insert.setLong(3, lane.stream().mapToLong(Piece::first).min().orElseThrow());
        insert.setLong(4, lane.stream().mapToLong(Piece::last).max().orElseThrow());
        insert.setLong(5, rows(lane, DeliveryState.PENDING));
        insert.setLong(6, rows(lane, DeliveryState.SUPPRESSED));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    long rows = pieces.stream().mapToLong(Piece::rows).sum();
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE snapshot_slice SET rows_written = ? WHERE campaign_id = ? AND no = ?")) {
      update.setLong(1, rows);
      update.setLong(2, campaignId);
      update.setInt(3, slice.no());
      update.executeUpdate();
    }
    return rows;
  }

  private static long rows(List<Piece> pieces, DeliveryState state) {
    return pieces.stream().filter(p -> p.state() == state.code()).mapToLong(Piece::rows).sum();
  }

  private List<Piece> insert(
      Connection connection, long campaignId, List<Long> listIds, Slice slice) throws SQLException {
    String hash =
        database
            .dialect()
            .pick("ORA_HASH(%s, 2147483646)", "(HASHTEXT(%s) & 2147483647)")
            .formatted("c.domain");
    // An address in several lists has several contacts: the lowest id stands for it. When that one
    // is deleted between two slices, the next would get the address a second time; PostgreSQL,
    // whose statistics know nothing of a new campaign, would look for it in all rows of the
    // campaign, so there the index decides. In one list an address stands once. Rows of a lane are
    // written together: that is how they are found again, and on H2, which writes whole pages at
    // each commit, what is claimed together lies together. H2 would look through the whole list
    // for each slice, unless the list cannot be looked up.
    boolean mayBeThere = listIds.size() > 1;
    Plan plan = plan(connection, campaignId, listIds);
    String lane = "CAST(? AS INTEGER) + MOD(%s, CAST(? AS INTEGER))".formatted(hash);
    String sql =
        """
        INSERT INTO delivery (campaign_id, contact_id, email_key, lane, state, attempts, why, settled_at)
        SELECT ?, c.id, c.email_key,
               %1$s,
               %7$s
        FROM (SELECT id, email_key, SUBSTRING(email_key, POSITION('@' IN email_key) + 1) AS domain
              FROM contact WHERE %6$s IN (%2$s) AND id > ? AND id <= ?) c
        %5$s
        %8$s
        WHERE TRUE %3$s
        ORDER BY 4, 2
        %4$s
        """
            .formatted(
                plan.namesSites()
                    ? "COALESCE(p.first_lane + MOD(c.id, p.lanes), %s)".formatted(lane)
                    : lane,
                marks(listIds),
                mayBeThere
                    ? onlyLowest(listIds)
                        + database
                            .dialect()
                            .pick(
                                " AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.campaign_id = ? AND d.email_key = c.email_key)",
                                "")
                    : "",
                mayBeThere
                    ? database.dialect().pick("", "ON CONFLICT (campaign_id, email_key) DO NOTHING")
                    : "",
                plan.namesSites()
                    ? "LEFT JOIN lane_plan p ON p.campaign_id = ? AND p.domain = c.domain"
                    : "",
                database.dialect().pick("list_id + 0", "list_id"),
                plan.knowsSuppressed() ? SUPPRESSED_OR_NOT : NOT_SUPPRESSED,
                plan.knowsSuppressed()
                    ? "LEFT JOIN (SELECT email_key, MIN(reason) AS reason FROM suppression WHERE list_id IN (0, %s) GROUP BY email_key) s ON s.email_key = c.email_key"
                        .formatted(marks(listIds))
                    : "");
    LaneRanges.Values values =
        insert -> {
          int at = 1;
          insert.setLong(at++, campaignId);
          insert.setInt(at++, plan.firstLane());
          insert.setInt(at++, plan.lanes());
          if (plan.knowsSuppressed()) {
            insert.setTimestamp(at++, Timestamp.from(clock.instant()));
          }
          at = setIds(insert, at, listIds);
          insert.setLong(at++, slice.after());
          insert.setLong(at++, slice.upto());
          if (plan.namesSites()) {
            insert.setLong(at++, campaignId);
          }
          if (plan.knowsSuppressed()) {
            at = setIds(insert, at, listIds);
          }
          if (mayBeThere) {
            at = setIds(insert, at, listIds);
            if (database.dialect() == Dialect.H2) {
              insert.setLong(at++, campaignId);
            }
          }
          return at;
        };
    return switch (database.dialect()) {
      case H2 -> insertAndRead(connection, campaignId, sql, values);
      case POSTGRESQL -> insertReturning(connection, sql, values);
    };
  }

  private static Plan plan(Connection connection, long campaignId, List<Long> listIds)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT r.first_lane, r.lanes,
                   (SELECT COUNT(*) FROM lane_plan p WHERE p.campaign_id = r.campaign_id AND p.domain <> r.domain),
                   EXISTS (SELECT 1 FROM suppression s WHERE s.list_id IN (0, %s))
            FROM lane_plan r WHERE r.campaign_id = ? AND r.domain = ?
            """
                .formatted(marks(listIds)))) {
      int at = setIds(select, 1, listIds);
      select.setLong(at++, campaignId);
      select.setString(at, LanePlan.REST);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Plan(row.getInt(1), row.getInt(2), row.getInt(3) > 0, row.getBoolean(4));
      }
    }
  }

  /** In one statement the rows need not be read again. */
  private static List<Piece> insertReturning(
      Connection connection, String insertSql, LaneRanges.Values values) throws SQLException {
    try (Statement settings = connection.createStatement()) {
      // The slice is sorted by lane in memory, and compiling its plan costs more than it saves.
      settings.execute("SET LOCAL work_mem = '32MB'");
      settings.execute("SET LOCAL jit = off");
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            WITH written AS (
              %s
              RETURNING id, lane, state
            )
            SELECT lane, state, MIN(id), MAX(id), COUNT(*) FROM written GROUP BY lane, state
            """
                .formatted(insertSql))) {
      values.bind(insert);
      return pieces(insert);
    }
  }

  private static List<Piece> insertAndRead(
      Connection connection, long campaignId, String insertSql, LaneRanges.Values values)
      throws SQLException {
    long before;
    try (PreparedStatement select =
            connection.prepareStatement("SELECT COALESCE(MAX(id), 0) FROM delivery");
        ResultSet row = select.executeQuery()) {
      row.next();
      before = row.getLong(1);
    }
    try (PreparedStatement insert = connection.prepareStatement(insertSql)) {
      values.bind(insert);
      insert.executeUpdate();
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT lane, state, MIN(id), MAX(id), COUNT(*) FROM delivery
            WHERE id > ? AND campaign_id + 0 = ? GROUP BY lane, state
            """)) {
      select.setLong(1, before);
      select.setLong(2, campaignId);
      return pieces(select);
    }
  }

  private static List<Piece> pieces(PreparedStatement statement) throws SQLException {
    List<Piece> pieces = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        pieces.add(
            new Piece(
                row.getInt(1), row.getInt(2), row.getLong(3), row.getLong(4), row.getLong(5)));
      }
    }
    return pieces;
  }

  private static String onlyLowest(List<Long> listIds) {
    return "AND NOT EXISTS (SELECT 1 FROM contact o WHERE o.email_key = c.email_key AND o.id < c.id AND o.list_id IN ("
        + marks(listIds)
        + "))";
  }

  static String marks(List<Long> ids) {
    return String.join(", ", Collections.nCopies(ids.size(), "?"));
  }

  static int setIds(PreparedStatement statement, int from, List<Long> ids) throws SQLException {
    int at = from;
    for (Long id : ids) {
      statement.setLong(at++, id);
    }
    return at;
  }
}
