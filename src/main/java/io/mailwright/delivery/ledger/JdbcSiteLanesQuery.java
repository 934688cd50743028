package io.mailwright.delivery.ledger;

import io.mailwright.kernel.db.Database;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.annotation.Nullable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From lanes and their kept counts, so that it costs the same for a hundred and for ten million.
 */
@ApplicationScoped
class JdbcSiteLanesQuery implements SiteLanesQuery {
  /** So many recipients in shared lanes are looked at one by one to tell their sites apart. */
  private static final long MOST_LOOKED_AT = 5_000;

  private Database database;
  private SiteDirectory directory;
  private Clock clock;
  private long mostLookedAt;

  JdbcSiteLanesQuery() {}

  @Inject
  JdbcSiteLanesQuery(Database database, SiteDirectory directory, Clock clock) {
    this(database, directory, clock, MOST_LOOKED_AT);
  }

  /** For tests, which have fewer. */
  JdbcSiteLanesQuery(Database database, SiteDirectory directory, Clock clock, long mostLookedAt) {
    this.database = database;
    this.directory = directory;
    this.clock = clock;
    this.mostLookedAt = mostLookedAt;
  }

  /**
   * A lane as it lies there.
   *
   * @param readyAt when it may be taken, if nobody has it
   * @param why what holds it, or the first row of it that is due then
   * @param lastDueAt when its last row is due that has a time; null if none has
   */
  private record Lane(
      int no,
      String site,
      boolean isHeld,
      Instant readyAt,
      @Nullable String why,
      @Nullable Instant lastDueAt) {}

  @Override
  public List<SiteLanes> of(long campaignId) {
    Instant now = clock.instant();
    return database.query(
        connection -> {
          Map<Integer, Lane> lanes = lanes(connection, campaignId, now);
          Map<Integer, Map<DeliveryState, Long>> counts = counts(connection, campaignId);
          Map<String, SiteSums> sites = new HashMap<>();
          boolean tellsApart = sharedRows(lanes, counts) <= mostLookedAt;
          for (Lane lane : lanes.values()) {
            if (!lane.site().equals(SiteLanes.OTHERS) || !tellsApart) {
              add(sites, lane, counts.getOrDefault(lane.no(), Map.of()), now);
            }
          }
          if (tellsApart) {
            addShared(connection, campaignId, lanes, sites, now);
          }
          return sites.values().stream()
              .sorted(Comparator.comparingLong(SiteSums::total).reversed())
              .map(SiteSums::sum)
              .toList();
        });
  }

  private static long sharedRows(
      Map<Integer, Lane> lanes, Map<Integer, Map<DeliveryState, Long>> counts) {
    return lanes.values().stream()
        .filter(lane -> lane.site().equals(SiteLanes.OTHERS))
        .flatMap(lane -> counts.getOrDefault(lane.no(), Map.of()).values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  private static void add(
      Map<String, SiteSums> sites, Lane lane, Map<DeliveryState, Long> counts, Instant now) {
    SiteSums site = sites.computeIfAbsent(lane.site(), SiteSums::new);
    counts.forEach(site::count);
    if (lane.isHeld()) {
      site.atWork();
      site.ready();
    } else if (counts.containsKey(DeliveryState.PENDING)
        || counts.containsKey(DeliveryState.DEFERRED)) {
      if (lane.readyAt().isAfter(now)) {
        site.readyAt(lane.readyAt(), lane.why());
      } else {
        site.ready();
      }
    }
    site.dueUntil(lane.lastDueAt());
  }

  private static Map<Integer, Lane> lanes(Connection connection, long campaignId, Instant now)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT l.no, l.site, CASE WHEN l.owner IS NULL THEN 0 ELSE 1 END, l.ready_at,
                   COALESCE(l.why, CASE WHEN l.ready_at > ? AND l.owner IS NULL THEN
                     (SELECT d.why FROM delivery d
                      WHERE d.campaign_id = l.campaign_id AND d.lane = l.no AND d.due_at = l.ready_at LIMIT 1) END),
                   (SELECT MAX(d.due_at) FROM delivery d
                    WHERE d.campaign_id = l.campaign_id AND d.lane = l.no AND d.due_at >= ?)
            FROM lane l WHERE l.campaign_id = ?
            """)) {
      select.setTimestamp(1, Timestamp.from(now));
      select.setTimestamp(2, Claims.ALWAYS);
      select.setLong(3, campaignId);
      Map<Integer, Lane> lanes = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Timestamp due = row.getTimestamp(6);
          lanes.put(
              row.getInt(1),
              new Lane(
                  row.getInt(1),
                  row.getString(2),
                  row.getInt(3) == 1,
                  row.getTimestamp(4).toInstant(),
                  row.getString(5),
                  due == null ? null : due.toInstant()));
        }
      }
      return lanes;
    }
  }

  private static Map<Integer, Map<DeliveryState, Long>> counts(
      Connection connection, long campaignId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT lane, state, n FROM lane_count WHERE campaign_id = ? AND n > 0")) {
      select.setLong(1, campaignId);
      Map<Integer, Map<DeliveryState, Long>> counts = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          counts
              .computeIfAbsent(row.getInt(1), lane -> new HashMap<>())
              .put(DeliveryState.ofCode(row.getInt(2)), row.getLong(3));
        }
      }
      return counts;
    }
  }

  /**
   * What lies in shared lanes, by site: which of it may be taken depends on the lane and on the
   * rows.
   */
  private void addShared(
      Connection connection,
      long campaignId,
      Map<Integer, Lane> lanes,
      Map<String, SiteSums> sites,
      Instant now)
      throws SQLException {
    List<Integer> shared = new ArrayList<>();
    lanes.values().stream()
        .filter(lane -> lane.site().equals(SiteLanes.OTHERS))
        .forEach(lane -> shared.add(lane.no()));
    if (shared.isEmpty()) {
      return;
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT lane, domain, state, COUNT(*), next_at, why
            FROM (SELECT r.lane, SUBSTRING(d.email_key, POSITION('@' IN d.email_key) + 1) AS domain, d.state,
                         CASE WHEN d.due_at > ? THEN d.due_at END AS next_at,
                         CASE WHEN d.due_at > ? THEN d.why END AS why
                  FROM lane_range r
                  JOIN delivery d ON d.id >= r.first_id AND d.id <= r.last_id
                    AND d.campaign_id + 0 = r.campaign_id AND d.lane + 0 = r.lane
                  WHERE r.campaign_id = ? AND r.lane >= ?) found
            GROUP BY lane, domain, state, next_at, why
            """)) {
      select.setTimestamp(1, Timestamp.from(now));
      select.setTimestamp(2, Timestamp.from(now));
      select.setLong(3, campaignId);
      // The shared lanes are the plan's last ones.
      select.setInt(4, shared.stream().min(Comparator.naturalOrder()).orElseThrow());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          SiteSums site = sites.computeIfAbsent(directory.siteOf(row.getString(2)), SiteSums::new);
          addRows(site, lanes.get(row.getInt(1)), row, now);
        }
      }
    }
  }

  private static void addRows(SiteSums site, Lane lane, ResultSet row, Instant now)
      throws SQLException {
    DeliveryState state = DeliveryState.ofCode(row.getInt(3));
    site.count(state, row.getLong(4));
    if (state == DeliveryState.CLAIMED) {
      site.ready();
    }
    if (state != DeliveryState.PENDING && state != DeliveryState.DEFERRED) {
      return;
    }
    Timestamp due = row.getTimestamp(5);
    if (due != null) {
      site.readyAt(due.toInstant(), row.getString(6));
      site.dueUntil(due.toInstant());
    } else if (!lane.isHeld() && lane.readyAt().isAfter(now)) {
      site.readyAt(lane.readyAt(), lane.why());
    } else {
      site.ready();
    }
  }
}
