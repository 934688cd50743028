package io.mailwright.report.projection;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.Dialect;
import io.mailwright.report.Explained;
import io.mailwright.routing.site.SiteDirectory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Counts what came back by domain, route and hour, each recipient once a kind. Events are passed by
 * their ids; since an id is drawn before it can be seen, the highest one is noted first and counted
 * up to when a while has passed.
 */
final class FeedbackPass {
  /** Reasons of what came back are kept above the codes of states. */
  static final int KINDS_FROM = 20;

  private static final int SECONDS = 3600;

  /** Columns of which the events of a window are the last condition. */
  private static final String SELECT =
      """
      SELECT campaign_id, kind, domain, site, route, in_hour, hour_offset, said, COUNT(*) AS n FROM (
        SELECT e.campaign_id, e.kind, %s AS domain, COALESCE(l.site, '*') AS site,
               COALESCE(d.server_id, 0) AS route, %s AS in_hour, s.hour_offset,
               CASE WHEN e.kind IN (1, 2) THEN REPLACE(COALESCE(e.detail, ''), e.email_key, '%s') END AS said
        FROM feedback_event e
        JOIN report_state s ON s.campaign_id = e.campaign_id
        LEFT JOIN delivery d ON d.campaign_id = e.campaign_id AND d.email_key = e.email_key
        LEFT JOIN lane l ON l.campaign_id = d.campaign_id AND l.no = d.lane
        WHERE e.kind BETWEEN 1 AND 6
          AND NOT EXISTS (SELECT 1 FROM feedback_event f WHERE f.email_key = e.email_key
                          AND f.campaign_id = e.campaign_id AND f.kind = e.kind AND f.id < e.id)
          AND e.id > ? AND e.id <= ? AND e.campaign_id = COALESCE(?, e.campaign_id)) t
      GROUP BY campaign_id, kind, domain, site, route, in_hour, hour_offset, said
      """
          .formatted(
              Sql.DOMAIN.replace("d.email_key", "e.email_key"),
              Sql.hour("e.at", "s.hour_offset"),
              Gist.GAP);

  private final Database database;
  private final SiteDirectory directory;
  private final TallyWriter writer;
  private final Campaigns campaigns;
  private final int window;
  private final int safetySeconds;

  FeedbackPass(
      Database database,
      SiteDirectory directory,
      TallyWriter writer,
      Campaigns campaigns,
      int window,
      int safetySeconds) {
    this.database = database;
    this.directory = directory;
    this.writer = writer;
    this.campaigns = campaigns;
    this.window = window;
    this.safetySeconds = safetySeconds;
  }

  /**
   * One step, in a transaction of its own.
   *
   * @param reader remembers what was said
   * @return whether more can be counted now
   */
  boolean step(Said.Reader reader) {
    // Outside of the locks: a campaign begins to be kept by a transaction of its own.
    for (long campaignId : database.query(this::newCampaigns)) {
      campaigns.begin(campaignId);
    }
    return database.query(connection -> step(connection, reader));
  }

  private List<Long> newCampaigns(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT DISTINCT e.campaign_id FROM feedback_event e
            WHERE e.id > (SELECT upto_id FROM report_feedback WHERE id = 1) AND e.campaign_id IS NOT NULL
              AND NOT EXISTS (SELECT 1 FROM report_state s WHERE s.campaign_id = e.campaign_id)
            """)) {
      List<Long> ids = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ids.add(row.getLong(1));
        }
      }
      return ids;
    }
  }

  private boolean step(Connection connection, Said.Reader reader) throws SQLException {
    long upto;
    long noted;
    boolean isComplete;
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT upto_id, noted_id,
                   CASE WHEN noted_at <= CURRENT_TIMESTAMP - INTERVAL '%d' SECOND THEN TRUE ELSE FALSE END
            FROM report_feedback WHERE id = 1 FOR UPDATE SKIP LOCKED
            """
                .formatted(safetySeconds))) {
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return false;
        }
        upto = row.getLong(1);
        noted = row.getLong(2);
        isComplete = row.getBoolean(3);
      }
    }
    if (noted <= upto) {
      note(connection, upto);
      return false;
    }
    if (!isComplete) {
      return false;
    }
    long last = Math.min(noted, endOfWindow(connection, upto));
    add(connection, upto, last, OptionalLong.empty(), reader);
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE report_feedback SET upto_id = ? WHERE id = 1")) {
      update.setLong(1, last);
      update.executeUpdate();
    }
    return last < noted;
  }

  private static void note(Connection connection, long upto) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE report_feedback SET noted_id = (SELECT COALESCE(MAX(id), 0) FROM feedback_event),
              noted_at = CURRENT_TIMESTAMP
            WHERE id = 1 AND EXISTS (SELECT 1 FROM feedback_event WHERE id > ?)
            """)) {
      update.setLong(1, upto);
      update.executeUpdate();
    }
  }

  private long endOfWindow(Connection connection, long upto) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT MAX(w.id) FROM (SELECT id FROM feedback_event WHERE id > ? ORDER BY id LIMIT %d) w"
                .formatted(window))) {
      select.setLong(1, upto);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long end = row.getLong(1);
        return row.wasNull() ? Long.MAX_VALUE : end;
      }
    }
  }

  /**
   * Adds the events behind one id up to another.
   *
   * @param campaignId only its events
   */
  void add(
      Connection connection, long after, long upto, OptionalLong campaignId, Said.Reader reader)
      throws SQLException {
    if (database.dialect() == Dialect.POSTGRESQL) {
      Sql.keepToKeys(connection);
    }
    add(connection, after, upto, campaignId, 1, reader);
  }

  /**
   * Counts an event alone, or takes it out of the hour where it was counted.
   *
   * @param times 1 or -1
   */
  void countOne(Connection connection, long eventId, long campaignId, int times, Said.Reader reader)
      throws SQLException {
    add(connection, eventId - 1, eventId, OptionalLong.of(campaignId), times, reader);
  }

  private void add(
      Connection connection,
      long after,
      long upto,
      OptionalLong campaignId,
      int times,
      Said.Reader reader)
      throws SQLException {
    Map<Long, Tally> tallies = new TreeMap<>();
    lock(connection, after, upto, campaignId);
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setLong(1, after);
      select.setLong(2, upto);
      setCampaign(select, 3, campaignId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          count(
              connection,
              tallies.computeIfAbsent(row.getLong("campaign_id"), id -> new Tally()),
              row,
              times,
              reader);
        }
      }
    }
    for (Map.Entry<Long, Tally> tally : tallies.entrySet()) {
      writer.write(connection, tally.getKey(), tally.getValue());
    }
  }

  private static void setCampaign(PreparedStatement statement, int at, OptionalLong campaignId)
      throws SQLException {
    if (campaignId.isPresent()) {
      statement.setLong(at, campaignId.getAsLong());
    } else {
      statement.setNull(at, Types.BIGINT);
    }
  }

  /** In the order of their ids, so that nobody waits in a circle. */
  private static void lock(Connection connection, long after, long upto, OptionalLong campaignId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT campaign_id FROM report_state WHERE campaign_id IN (
              SELECT e.campaign_id FROM feedback_event e
              WHERE e.id > ? AND e.id <= ? AND e.campaign_id = COALESCE(?, e.campaign_id))
            ORDER BY campaign_id FOR UPDATE
            """)) {
      select.setLong(1, after);
      select.setLong(2, upto);
      setCampaign(select, 3, campaignId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          // Held until the transaction ends.
        }
      }
    }
  }

  private void count(
      Connection connection, Tally tally, ResultSet row, int times, Said.Reader reader)
      throws SQLException {
    String domain = row.getString("domain");
    long start = row.getLong("in_hour") * SECONDS + row.getInt("hour_offset");
    int kind = row.getInt("kind");
    Measure measure = Measure.feedback().get(kind - 1);
    long n = row.getLong("n") * times;
    Place place =
        Place.of(domain, row.getString("site"), directory.siteOf(domain), row.getLong("route"));
    Optional<Place> counted =
        times > 0
            ? Optional.of(place)
            : countedAt(connection, row.getLong("campaign_id"), start, measure, place);
    if (counted.isEmpty()) {
      return;
    }
    tally.count(counted.get(), OptionalLong.of(start), measure, n);
    String said = row.getString("said");
    if (said == null) {
      return;
    }
    Said words = reader.told(Explained.of(said).words());
    if (times > 0) {
      tally.count(KINDS_FROM + kind, words, n);
    } else {
      countedAs(
              connection,
              row.getLong("campaign_id"),
              KINDS_FROM + kind,
              // Until reports left out why it was believed, that was counted as a part of the
              // words.
              List.of(words, reader.told(said), Said.OTHER))
          .ifPresent(way -> tally.count(KINDS_FROM + kind, way, n));
    }
  }

  /** The first of these under which any is counted. */
  private static Optional<Said> countedAs(
      Connection connection, long campaignId, int kind, List<Said> ways) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM report_reason WHERE campaign_id = ? AND kind = ? AND digest = ? AND n > 0")) {
      select.setLong(1, campaignId);
      select.setInt(2, kind);
      for (Said way : ways) {
        select.setLong(3, way.digest());
        try (ResultSet row = select.executeQuery()) {
          if (row.next()) {
            return Optional.of(way);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Names of sites and a delivery's route may have changed since it was counted. */
  private static Optional<Place> countedAt(
      Connection connection, long campaignId, long start, Measure measure, Place now)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT site, route_id FROM report_hour WHERE campaign_id = ? AND start_at = ? AND %s > 0
            ORDER BY CASE WHEN site = ? THEN 0 ELSE 1 END, CASE WHEN route_id = ? THEN 0 ELSE 1 END, site, route_id
            FETCH FIRST ROW ONLY
            """
                .formatted(measure.column()))) {
      select.setLong(1, campaignId);
      select.setLong(2, start);
      select.setString(3, now.hourSite());
      select.setLong(4, now.route());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new Place(now.domain(), now.site(), row.getString(1), row.getLong(2)))
            : Optional.empty();
      }
    }
  }
}
