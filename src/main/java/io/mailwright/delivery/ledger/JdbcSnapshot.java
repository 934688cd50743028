package io.mailwright.delivery.ledger;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.Dialect;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import java.util.Optional;

@ApplicationScoped
class JdbcSnapshot implements Snapshot {
  /**
   * Contact ids a slice: small enough to show progress and to repeat after a crash, big enough to
   * be set-based; on H2 small enough to be sorted in memory.
   */
  private static final long SLICE = 50_000;

  private static final long H2_SLICE = 25_000;

  private Database database;
  private Clock clock;

  JdbcSnapshot() {}

  @Inject
  JdbcSnapshot(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  private record Cursor(long upto, long last, boolean isDone, long contacts, long rows) {
    Progress progress(long more, boolean done) {
      return new Progress(rows + more, contacts, done);
    }
  }

  @Override
  public Progress nextSlice(long campaignId, List<Long> listIds, int workers) {
    return database.query(
        connection -> {
          Optional<Cursor> cursor = cursor(connection, campaignId);
          if (cursor.isEmpty()) {
            return begin(connection, campaignId, listIds, workers);
          }
          Cursor c = cursor.get();
          if (c.isDone()) {
            return c.progress(0, true);
          }
          if (c.upto() >= c.last()) {
            finish(connection, campaignId);
            return c.progress(0, true);
          }
          long upto =
              Math.min(c.last(), c.upto() + (database.dialect() == Dialect.H2 ? H2_SLICE : SLICE));
          long rows = insertSlice(connection, campaignId, listIds, c.upto(), upto);
          advance(connection, campaignId, upto, rows);
          return c.progress(rows, false);
        });
  }

  private static Optional<Cursor> cursor(Connection connection, long campaignId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT contact_upto, last_contact, done, contacts, rows_written FROM snapshot_progress WHERE campaign_id = ?")) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Cursor(
                    row.getLong(1),
                    row.getLong(2),
                    row.getBoolean(3),
                    row.getLong(4),
                    row.getLong(5)))
            : Optional.empty();
      }
    }
  }

  private Progress begin(Connection connection, long campaignId, List<Long> listIds, int workers)
      throws SQLException {
    long first;
    long last;
    long total;
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT MIN(id), MAX(id), COUNT(*) FROM contact WHERE list_id IN ("
                + marks(listIds)
                + ")")) {
      setIds(select, 1, listIds);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        first = row.getLong(1);
        last = row.getLong(2);
        total = row.getLong(3);
      }
    }
    LanePlan plan = LanePlan.of(biggestDomains(connection, listIds), total, workers);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO lane_plan (campaign_id, site, first_lane, lanes) VALUES (?, ?, ?, ?)")) {
      for (LanePlan.Site site : plan.sites()) {
        insert.setLong(1, campaignId);
        insert.setString(2, site.name());
        insert.setInt(3, site.firstLane());
        insert.setInt(4, site.lanes());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO snapshot_progress (campaign_id, contact_upto, last_contact, done, contacts) VALUES (?, ?, ?, FALSE, ?)")) {
      insert.setLong(1, campaignId);
      insert.setLong(2, total == 0 ? 0 : first - 1);
      insert.setLong(3, last);
      insert.setLong(4, total);
      insert.executeUpdate();
    }
    return new Progress(0, total, false);
  }

  private static List<LanePlan.DomainCount> biggestDomains(
      Connection connection, List<Long> listIds) throws SQLException {
    List<LanePlan.DomainCount> domains = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT SUBSTRING(email_key, POSITION('@' IN email_key) + 1) AS domain, COUNT(*) AS n
            FROM contact WHERE list_id IN (%s)
            GROUP BY SUBSTRING(email_key, POSITION('@' IN email_key) + 1)
            ORDER BY COUNT(*) DESC LIMIT 200
            """
                .formatted(marks(listIds)))) {
      setIds(select, 1, listIds);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          domains.add(new LanePlan.DomainCount(row.getString(1), row.getLong(2)));
        }
      }
    }
    return domains;
  }

  private long insertSlice(
      Connection connection, long campaignId, List<Long> listIds, long after, long upto)
      throws SQLException {
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
    // each commit, what is claimed together lies together.
    boolean mayBeThere = listIds.size() > 1;
    String sql =
        """
        INSERT INTO delivery (campaign_id, contact_id, email_key, lane, state, attempts, why, settled_at)
        SELECT ?, c.id, c.email_key,
               COALESCE(p.first_lane + MOD(c.id, p.lanes), r.first_lane + MOD(%1$s, r.lanes)),
               CASE WHEN s.id IS NULL THEN 0 ELSE 7 END, 0,
               CASE WHEN s.id IS NULL THEN NULL ELSE CONCAT('suppressed: ', REPLACE(LOWER(s.reason), '_', '-')) END,
               CASE WHEN s.id IS NULL THEN CAST(NULL AS TIMESTAMP WITH TIME ZONE) ELSE CAST(? AS TIMESTAMP WITH TIME ZONE) END
        FROM (SELECT id, email_key, SUBSTRING(email_key, POSITION('@' IN email_key) + 1) AS domain
              FROM contact WHERE list_id IN (%2$s) AND id > ? AND id <= ?) c
        JOIN lane_plan r ON r.campaign_id = ? AND r.site = '*'
        LEFT JOIN lane_plan p ON p.campaign_id = ? AND p.site = c.domain
        LEFT JOIN suppression s ON s.email_key = c.email_key
        WHERE TRUE %3$s
        ORDER BY 4, 2
        %4$s
        """
            .formatted(
                hash,
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
                    : "");
    LaneRanges.Values values =
        insert -> {
          int at = 1;
          insert.setLong(at++, campaignId);
          insert.setTimestamp(at++, Timestamp.from(clock.instant()));
          at = setIds(insert, at, listIds);
          insert.setLong(at++, after);
          insert.setLong(at++, upto);
          insert.setLong(at++, campaignId);
          insert.setLong(at++, campaignId);
          if (mayBeThere) {
            at = setIds(insert, at, listIds);
            if (database.dialect() == Dialect.H2) {
              insert.setLong(at++, campaignId);
            }
          }
          return at;
        };
    return switch (database.dialect()) {
      case H2 -> insertThenRange(connection, campaignId, sql, values);
      case POSTGRESQL -> insertAndRange(connection, campaignId, sql, values);
    };
  }

  /**
   * Writes the rows, and where those of each lane lie. In one statement they need not be read
   * again.
   */
  private static long insertAndRange(
      Connection connection, long campaignId, String insertSql, LaneRanges.Values values)
      throws SQLException {
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
              RETURNING id, lane
            ), ranged AS (
              INSERT INTO lane_range (campaign_id, lane, first_id, last_id)
              SELECT CAST(? AS BIGINT), lane, MIN(id), MAX(id) FROM written GROUP BY lane
            )
            SELECT COUNT(*) FROM written
            """
                .formatted(insertSql))) {
      insert.setLong(values.bind(insert), campaignId);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static long insertThenRange(
      Connection connection, long campaignId, String insertSql, LaneRanges.Values values)
      throws SQLException {
    long before;
    try (PreparedStatement select =
            connection.prepareStatement("SELECT COALESCE(MAX(id), 0) FROM delivery");
        ResultSet row = select.executeQuery()) {
      row.next();
      before = row.getLong(1);
    }
    long rows;
    try (PreparedStatement insert = connection.prepareStatement(insertSql)) {
      values.bind(insert);
      rows = insert.executeUpdate();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO lane_range (campaign_id, lane, first_id, last_id)
            SELECT campaign_id, lane, MIN(id), MAX(id) FROM delivery WHERE id > ? AND campaign_id + 0 = ?
            GROUP BY campaign_id, lane
            """)) {
      insert.setLong(1, before);
      insert.setLong(2, campaignId);
      insert.executeUpdate();
    }
    return rows;
  }

  private static String onlyLowest(List<Long> listIds) {
    return "AND NOT EXISTS (SELECT 1 FROM contact o WHERE o.email_key = c.email_key AND o.id < c.id AND o.list_id IN ("
        + marks(listIds)
        + "))";
  }

  private static void advance(Connection connection, long campaignId, long upto, long rows)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE snapshot_progress SET contact_upto = ?, rows_written = rows_written + ? WHERE campaign_id = ?")) {
      update.setLong(1, upto);
      update.setLong(2, rows);
      update.setLong(3, campaignId);
      update.executeUpdate();
    }
  }

  /** Lanes and counts from what is in the ledger now; from here on counts move by deltas only. */
  private void finish(Connection connection, long campaignId) throws SQLException {
    Timestamp now = Timestamp.from(clock.instant());
    // One look at the rows: those of a lane in all states together say that the lane exists.
    try (PreparedStatement counts =
        connection.prepareStatement(
            """
            INSERT INTO lane_count (campaign_id, lane, state, n)
            SELECT campaign_id, lane, state, COUNT(*) FROM delivery WHERE campaign_id = ?
            GROUP BY campaign_id, lane, state
            """)) {
      counts.setLong(1, campaignId);
      counts.executeUpdate();
    }
    try (PreparedStatement lanes =
        connection.prepareStatement(
            """
            INSERT INTO lane (campaign_id, no, site, ready_at, fence)
            SELECT k.campaign_id, k.lane, p.site, ?, 0
            FROM (SELECT DISTINCT campaign_id, lane FROM lane_count WHERE campaign_id = ?) k
            JOIN lane_plan p ON p.campaign_id = k.campaign_id AND k.lane >= p.first_lane AND k.lane < p.first_lane + p.lanes
            """)) {
      lanes.setTimestamp(1, now);
      lanes.setLong(2, campaignId);
      lanes.executeUpdate();
    }
    try (PreparedStatement others =
        connection.prepareStatement(
            """
            INSERT INTO lane_count (campaign_id, lane, state, n)
            SELECT l.campaign_id, l.no, s.code, 0
            FROM lane l
            CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8)) AS s(code)
            WHERE l.campaign_id = ? AND NOT EXISTS
              (SELECT 1 FROM lane_count k WHERE k.campaign_id = l.campaign_id AND k.lane = l.no AND k.state = s.code)
            """)) {
      others.setLong(1, campaignId);
      others.executeUpdate();
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE snapshot_progress SET done = TRUE WHERE campaign_id = ?")) {
      update.setLong(1, campaignId);
      update.executeUpdate();
    }
  }

  private static String marks(List<Long> ids) {
    return String.join(", ", Collections.nCopies(ids.size(), "?"));
  }

  private static int setIds(PreparedStatement statement, int from, List<Long> ids)
      throws SQLException {
    int at = from;
    for (Long id : ids) {
      statement.setLong(at++, id);
    }
    return at;
  }
}
