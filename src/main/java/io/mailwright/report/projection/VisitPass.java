package io.mailwright.report.projection;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.Dialect;
import io.mailwright.routing.site.SiteDirectory;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts opens and clicks by domain, route and hour. Whoever writes a mail's first one leaves a row
 * of it in {@code engagement_first}; here it is taken away in the transaction that counts it, so it
 * counts once, and the order of commits does not matter.
 */
final class VisitPass {
  private static final int SECONDS = 3600;

  private static final Place NOWHERE = new Place(Place.OTHERS, Place.OTHERS, Place.OTHERS, 0);

  /** Of a campaign all that was counted: what still waits is counted later. */
  private static final String COUNTED =
      """
      SELECT kind, domain, site, route, in_hour, COUNT(*) AS n FROM (
        SELECT v.kind, %s AS domain, l.site, COALESCE(d.server_id, 0) AS route, %s AS in_hour FROM (
          SELECT CASE WHEN g.link = 0 THEN 5 ELSE 6 END AS kind, g.delivery_id, g.first_human_at AS at
          FROM engagement g WHERE g.campaign_id = ? AND g.link IN (0, -1) AND g.human > 0
          UNION ALL
          SELECT CASE WHEN g.link = 0 THEN 7 ELSE 8 END, g.delivery_id, g.first_machine_at
          FROM engagement g WHERE g.campaign_id = ? AND g.link IN (0, -1) AND g.machine > 0) v
        LEFT JOIN delivery d ON d.id = v.delivery_id
        LEFT JOIN lane l ON l.campaign_id = d.campaign_id AND l.no = d.lane
        WHERE NOT EXISTS (SELECT 1 FROM engagement_first f WHERE f.delivery_id = v.delivery_id AND f.kind = v.kind)) t
      GROUP BY kind, domain, site, route, in_hour
      """;

  private final Database database;
  private final SiteDirectory directory;
  private final TallyWriter writer;
  private final Campaigns campaigns;
  private final int window;

  VisitPass(
      Database database,
      SiteDirectory directory,
      TallyWriter writer,
      Campaigns campaigns,
      int window) {
    this.database = database;
    this.directory = directory;
    this.writer = writer;
    this.campaigns = campaigns;
    this.window = window;
  }

  private record Visit(long deliveryId, int kind, long campaignId, Instant at) {}

  /**
   * One step, in a transaction of its own.
   *
   * @return whether more can be counted now
   */
  boolean step() {
    // Outside of the lock: most of the time there is nothing, and a campaign begins to be kept by a
    // transaction of its own.
    List<Long> waiting = database.query(this::campaigns);
    if (waiting.isEmpty()) {
      return false;
    }
    waiting.forEach(campaigns::begin);
    return database.query(this::step);
  }

  private List<Long> campaigns(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT DISTINCT w.campaign_id FROM (
                  SELECT campaign_id FROM engagement_first ORDER BY delivery_id, kind LIMIT %d) w
                """
                    .formatted(window));
        ResultSet row = select.executeQuery()) {
      List<Long> ids = new ArrayList<>();
      while (row.next()) {
        ids.add(row.getLong(1));
      }
      return ids;
    }
  }

  private boolean step(Connection connection) throws SQLException {
    if (!hold(connection, false)) {
      return false;
    }
    if (database.dialect() == Dialect.POSTGRESQL) {
      Sql.keepToKeys(connection);
    }
    List<Visit> visits = next(connection);
    Map<Long, Integer> offsets = lock(connection, visits);
    Map<Long, Place> places = places(connection, visits);
    Map<Long, Tally> tallies = new TreeMap<>();
    for (Visit visit : visits) {
      Integer offset = offsets.get(visit.campaignId());
      // A campaign that is not kept has no report.
      if (offset != null) {
        tallies
            .computeIfAbsent(visit.campaignId(), id -> new Tally())
            .count(
                places.getOrDefault(visit.deliveryId(), NOWHERE),
                OptionalLong.of(start(visit.at(), offset)),
                measure(visit.kind()),
                1);
      }
    }
    for (Map.Entry<Long, Tally> tally : tallies.entrySet()) {
      writer.write(connection, tally.getKey(), tally.getValue());
    }
    takeAway(connection, visits);
    return visits.size() == window;
  }

  /** For the rest of the transaction nobody else counts visits. */
  static boolean hold(Connection connection, boolean waits) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT id FROM report_feedback WHERE id = 2 FOR UPDATE"
                    + (waits ? "" : " SKIP LOCKED"));
        ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  private List<Visit> next(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT delivery_id, kind, campaign_id, at FROM engagement_first
                ORDER BY delivery_id, kind LIMIT %d
                """
                    .formatted(window));
        ResultSet row = select.executeQuery()) {
      List<Visit> visits = new ArrayList<>();
      while (row.next()) {
        visits.add(
            new Visit(
                row.getLong(1), row.getInt(2), row.getLong(3), row.getTimestamp(4).toInstant()));
      }
      return visits;
    }
  }

  /** The campaigns in the order of their ids, so that nobody waits in a circle; their offsets. */
  private static Map<Long, Integer> lock(Connection connection, List<Visit> visits)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT campaign_id, hour_offset FROM report_state WHERE campaign_id = ANY(?)
            ORDER BY campaign_id FOR UPDATE
            """)) {
      select.setArray(
          1, array(connection, visits.stream().map(Visit::campaignId).distinct().toArray()));
      Map<Long, Integer> offsets = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          offsets.put(row.getLong(1), row.getInt(2));
        }
      }
      return offsets;
    }
  }

  private static Array array(Connection connection, Object[] ids) throws SQLException {
    return connection.createArrayOf("BIGINT", ids);
  }

  private Map<Long, Place> places(Connection connection, List<Visit> visits) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT d.id, %s AS domain, l.site, COALESCE(d.server_id, 0) AS route
            FROM delivery d LEFT JOIN lane l ON l.campaign_id = d.campaign_id AND l.no = d.lane
            WHERE d.id = ANY(?)
            """
                .formatted(Sql.DOMAIN))) {
      select.setArray(
          1, array(connection, visits.stream().map(Visit::deliveryId).distinct().toArray()));
      Map<Long, Place> places = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          places.put(row.getLong("id"), place(row));
        }
      }
      return places;
    }
  }

  private Place place(ResultSet row) throws SQLException {
    String domain = row.getString("domain");
    if (domain == null) {
      return NOWHERE;
    }
    String site = row.getString("site");
    return Place.of(
        domain, site == null ? Place.OTHERS : site, directory.siteOf(domain), row.getLong("route"));
  }

  private static long start(Instant at, int offset) {
    return Math.floorDiv(at.getEpochSecond() - offset, SECONDS) * SECONDS + offset;
  }

  private static Measure measure(int kind) {
    return Measure.feedback().get(kind - 1);
  }

  private static void takeAway(Connection connection, List<Visit> visits) throws SQLException {
    Map<Integer, List<Long>> byKind =
        visits.stream()
            .collect(
                Collectors.groupingBy(
                    Visit::kind,
                    TreeMap::new,
                    Collectors.mapping(Visit::deliveryId, Collectors.toList())));
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM engagement_first WHERE delivery_id = ANY(?) AND kind = ?")) {
      for (Map.Entry<Integer, List<Long>> kind : byKind.entrySet()) {
        delete.setArray(1, array(connection, kind.getValue().toArray()));
        delete.setInt(2, kind.getKey());
        delete.executeUpdate();
      }
    }
  }

  /** Adds again what was counted of a campaign. The caller holds the campaign, and counting. */
  void addCounted(Connection connection, long campaignId, int hourOffset) throws SQLException {
    Tally tally = new Tally();
    try (PreparedStatement select =
        connection.prepareStatement(
            COUNTED.formatted(Sql.DOMAIN, Sql.hour("v.at", Integer.toString(hourOffset))))) {
      select.setLong(1, campaignId);
      select.setLong(2, campaignId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          tally.count(
              place(row),
              OptionalLong.of(row.getLong("in_hour") * SECONDS + hourOffset),
              measure(row.getInt("kind")),
              row.getLong("n"));
        }
      }
    }
    writer.write(connection, campaignId, tally);
  }
}
