package io.mailwright.delivery.ledger;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.Dialect;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@ApplicationScoped
class JdbcSnapshot implements Snapshot {
  /**
   * Contact ids a slice: small enough to show progress and to repeat after a crash, big enough to
   * be set-based; on H2 small enough to be sorted in memory, and to be written to its file while
   * the pages are few.
   */
  private static final long SLICE = 50_000;

  private static final long H2_SLICE = 5_000;

  /** Contacts that tell how big the domains are. */
  private static final long DOMAIN_SAMPLE = 20_000;

  /** Domains of the sample that are grouped by site; a site may have very many small ones. */
  private static final int MOST_DOMAINS = 2_000;

  private static final long SAMPLE_MODULUS = Integer.MAX_VALUE;
  private static final long SAMPLE_STEP = 1_327_217_885;

  /** The lists' contacts and the ids between which they lie. */
  private record Extent(long first, long last, long contacts) {}

  private Database database;
  private Clock clock;
  private SiteDirectory directory;
  private long domainSample;
  private SliceWriter writer;

  JdbcSnapshot() {}

  @Inject
  JdbcSnapshot(Database database, Clock clock, SiteDirectory directory) {
    this(database, clock, directory, DOMAIN_SAMPLE);
  }

  JdbcSnapshot(Database database, Clock clock, SiteDirectory directory, long domainSample) {
    this.database = database;
    this.clock = clock;
    this.directory = directory;
    this.domainSample = domainSample;
    this.writer = new SliceWriter(database, clock);
  }

  @Override
  public int threads() {
    // The embedded database changes by one transaction at a time.
    return switch (database.dialect()) {
      case H2 -> 1;
      case POSTGRESQL -> 2;
    };
  }

  @Override
  public Progress nextSlice(long campaignId, List<Long> listIds, int workers) {
    Optional<Progress> after =
        database.query(
            connection -> {
              Optional<Progress> before = progress(connection, campaignId);
              return before.isPresent()
                  ? Optional.of(goOn(connection, campaignId, listIds, before.get()))
                  : before;
            });
    return after.orElseGet(() -> begin(campaignId, listIds, workers));
  }

  private Progress goOn(Connection connection, long campaignId, List<Long> listIds, Progress before)
      throws SQLException {
    if (before.isDone()) {
      return before;
    }
    Optional<SliceWriter.Slice> slice = takeSlice(connection, campaignId);
    if (slice.isPresent()) {
      long rows = writer.write(connection, campaignId, listIds, slice.get());
      return new Progress(before.rows() + rows, before.contacts(), true, false);
    }
    if (before.hasMore()) {
      // Others are writing what is left.
      return new Progress(before.rows(), before.contacts(), false, false);
    }
    if (!isFinished(connection, campaignId)) {
      finish(connection, campaignId);
    }
    return new Progress(before.rows(), before.contacts(), false, true);
  }

  @Override
  public boolean isDone(long campaignId) {
    return database.query(
        connection -> progress(connection, campaignId).map(Progress::isDone).orElse(false));
  }

  private static Optional<Progress> progress(Connection connection, long campaignId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT p.done, p.contacts, COALESCE(SUM(s.rows_written), 0),
                   SUM(CASE WHEN s.no IS NOT NULL AND s.rows_written IS NULL THEN 1 ELSE 0 END)
            FROM snapshot_progress p LEFT JOIN snapshot_slice s ON s.campaign_id = p.campaign_id
            WHERE p.campaign_id = ? GROUP BY p.done, p.contacts
            """)) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Progress(row.getLong(3), row.getLong(2), row.getLong(4) > 0, row.getBoolean(1)))
            : Optional.empty();
      }
    }
  }

  /** With a lock: several may find at the same time that nothing is left to write. */
  private static boolean isFinished(Connection connection, long campaignId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT done FROM snapshot_progress WHERE campaign_id = ? FOR UPDATE")) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static Optional<SliceWriter.Slice> takeSlice(Connection connection, long campaignId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT no, after_contact, upto_contact FROM snapshot_slice
            WHERE campaign_id = ? AND rows_written IS NULL ORDER BY no LIMIT 1 FOR UPDATE SKIP LOCKED
            """)) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new SliceWriter.Slice(row.getInt(1), row.getLong(2), row.getLong(3)))
            : Optional.empty();
      }
    }
  }

  /** DNS may be asked for some seconds, so that happens between transactions. */
  private Progress begin(long campaignId, List<Long> listIds, int workers) {
    Extent extent = database.query(connection -> extent(connection, listIds));
    List<LanePlan.DomainCount> biggest =
        database.query(connection -> biggestDomains(connection, listIds, extent.contacts()));
    Map<String, String> sites =
        directory.resolve(biggest.stream().map(LanePlan.DomainCount::domain).toList());
    LanePlan plan = LanePlan.of(biggest, sites, extent.contacts(), workers);
    database.change(connection -> storePlan(connection, campaignId, plan, extent));
    return new Progress(0, extent.contacts(), extent.contacts() > 0, false);
  }

  private static Extent extent(Connection connection, List<Long> listIds) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT MIN(id), MAX(id), COUNT(*) FROM contact WHERE list_id IN ("
                + SliceInsert.marks(listIds)
                + ")")) {
      SliceInsert.setIds(select, 1, listIds);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Extent(row.getLong(1), row.getLong(2), row.getLong(3));
      }
    }
  }

  private void storePlan(Connection connection, long campaignId, LanePlan plan, Extent extent)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO lane_plan (campaign_id, domain, site, first_lane, lanes) VALUES (?, ?, ?, ?, ?)")) {
      for (LanePlan.Site site : plan.sites()) {
        for (String domain : site.domains()) {
          insert.setLong(1, campaignId);
          insert.setString(2, domain);
          insert.setString(3, site.name());
          insert.setInt(4, site.firstLane());
          insert.setInt(5, site.lanes());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO snapshot_progress (campaign_id, done, contacts) VALUES (?, FALSE, ?)")) {
      insert.setLong(1, campaignId);
      insert.setLong(2, extent.contacts());
      insert.executeUpdate();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO snapshot_slice (campaign_id, no, after_contact, upto_contact) VALUES (?, ?, ?, ?)")) {
      long size = database.dialect() == Dialect.H2 ? H2_SLICE : SLICE;
      int no = 0;
      for (long after = extent.first() - 1;
          extent.contacts() > 0 && after < extent.last();
          after += size) {
        insert.setLong(1, campaignId);
        insert.setInt(2, no++);
        insert.setLong(3, after);
        insert.setLong(4, Math.min(extent.last(), after + size));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /**
   * By a sample of a long list: shares are all that matters. Every n-th of a list in which domains
   * take turns is always of the same ones; steps of the golden ratio fall evenly on all of them.
   */
  private List<LanePlan.DomainCount> biggestDomains(
      Connection connection, List<Long> listIds, long total) throws SQLException {
    long every = Math.max(1, total / domainSample);
    List<LanePlan.DomainCount> domains = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT SUBSTRING(email_key, POSITION('@' IN email_key) + 1) AS domain, COUNT(*) AS n
            FROM contact WHERE list_id IN (%1$s) AND MOD(MOD(id, CAST(%2$d AS BIGINT)) * %3$d, CAST(%2$d AS BIGINT)) <= ?
            GROUP BY SUBSTRING(email_key, POSITION('@' IN email_key) + 1)
            ORDER BY COUNT(*) DESC LIMIT %4$d
            """
                .formatted(
                    SliceInsert.marks(listIds), SAMPLE_MODULUS, SAMPLE_STEP, MOST_DOMAINS))) {
      select.setLong(SliceInsert.setIds(select, 1, listIds), SAMPLE_MODULUS / every);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          domains.add(new LanePlan.DomainCount(row.getString(1), row.getLong(2) * every));
        }
      }
    }
    return domains;
  }

  /** Lanes and counts from what the slices wrote; from here on counts move by deltas only. */
  private void finish(Connection connection, long campaignId) throws SQLException {
    Timestamp now = Timestamp.from(clock.instant());
    LaneRanges.join(connection, campaignId);
    try (PreparedStatement counts =
        connection.prepareStatement(
            """
            INSERT INTO lane_count (campaign_id, lane, state, n)
            SELECT campaign_id, lane, 0, SUM(pending) FROM lane_range WHERE campaign_id = ? GROUP BY campaign_id, lane
            UNION ALL
            SELECT campaign_id, lane, 7, SUM(suppressed) FROM lane_range WHERE campaign_id = ? GROUP BY campaign_id, lane
            """)) {
      counts.setLong(1, campaignId);
      counts.setLong(2, campaignId);
      counts.executeUpdate();
    }
    try (PreparedStatement lanes =
        connection.prepareStatement(
            """
            INSERT INTO lane (campaign_id, no, site, ready_at, fence)
            SELECT k.campaign_id, k.lane, COALESCE(p.site, r.site), ?, 0
            FROM (SELECT DISTINCT campaign_id, lane FROM lane_count WHERE campaign_id = ?) k
            JOIN lane_plan r ON r.campaign_id = k.campaign_id AND r.domain = '*'
            LEFT JOIN (SELECT DISTINCT campaign_id, site, first_lane, lanes FROM lane_plan WHERE campaign_id = ?) p
              ON p.campaign_id = k.campaign_id AND k.lane >= p.first_lane AND k.lane < p.first_lane + p.lanes
              AND p.first_lane < r.first_lane
            """)) {
      lanes.setTimestamp(1, now);
      lanes.setLong(2, campaignId);
      lanes.setLong(3, campaignId);
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
}
