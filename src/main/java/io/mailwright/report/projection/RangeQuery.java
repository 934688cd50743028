package io.mailwright.report.projection;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the kept sums of all campaigns, of a range of time. */
@ApplicationScoped
public class RangeQuery {
  private static final String TIMED = Measure.sums(Measure.timed());

  private Database database;

  RangeQuery() {}

  /** For injection. */
  @Inject
  public RangeQuery(Database database) {
    this.database = database;
  }

  /** What happened by campaign in hours that begin in a time. */
  public Map<Long, Counts> byCampaign(Instant from, Instant before) {
    return database.query(
        connection -> {
          Map<Long, Counts> campaigns = new HashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT campaign_id, "
                      + TIMED
                      + " FROM report_hour WHERE start_at >= ? AND start_at < ? GROUP BY campaign_id")) {
            bind(select, from, before);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                campaigns.put(row.getLong(1), Counts.read(row, 2, Measure.timed()));
              }
            }
          }
          return campaigns;
        });
  }

  /** The same by hour, site and route. */
  public List<ProjectionQuery.HourSum> byHour(Instant from, Instant before) {
    return database.query(
        connection -> {
          List<ProjectionQuery.HourSum> hours = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT start_at, site, route_id, "
                      + TIMED
                      + " FROM report_hour WHERE start_at >= ? AND start_at < ?"
                      + " GROUP BY start_at, site, route_id ORDER BY start_at")) {
            bind(select, from, before);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                hours.add(ProjectionQuery.hour(row));
              }
            }
          }
          return hours;
        });
  }

  private static void bind(PreparedStatement select, Instant from, Instant before)
      throws SQLException {
    select.setLong(1, from.getEpochSecond());
    select.setLong(2, before.getEpochSecond());
  }

  /** When the one of these campaigns was counted that is furthest behind. */
  public Optional<Instant> asOf(Collection<Long> campaignIds) {
    if (campaignIds.isEmpty()) {
      return Optional.empty();
    }
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT MIN(projected_at) FROM report_state WHERE campaign_id = ANY(?) AND NOT is_final")) {
            select.setArray(1, array(connection, campaignIds));
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant);
            }
          }
        });
  }

  /** Why servers put off or refused in hours that begin in a time: tries and mails. */
  public Map<String, Counts> causes(Instant from, Instant before) {
    return database.query(
        connection -> {
          Map<String, Counts> causes = new HashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT cause, SUM(deferrals), SUM(failed) FROM report_cause
                  WHERE start_at >= ? AND start_at < ? GROUP BY cause
                  """)) {
            bind(select, from, before);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                causes.put(
                    row.getString(1),
                    Counts.read(row, 2, List.of(Measure.DEFERRALS, Measure.FAILED)));
              }
            }
          }
          return causes;
        });
  }

  /** The most frequent replies of servers to mails of these campaigns. */
  public List<ProjectionQuery.Reason> replies(Collection<Long> campaignIds, int most) {
    return said(campaignIds, "kind IN (3, 4, 5) AND cause <> ''", most);
  }

  /** What mails of these campaigns that came back say most. */
  public List<ProjectionQuery.Reason> bounces(Collection<Long> campaignIds, int most) {
    return said(campaignIds, "kind IN (21, 22)", most);
  }

  /**
   * @param which of the reasons, as SQL
   */
  private List<ProjectionQuery.Reason> said(Collection<Long> campaignIds, String which, int most) {
    return database.query(
        connection -> {
          List<ProjectionQuery.Reason> replies = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT kind, cause, said, SUM(n) FROM report_reason
                  WHERE campaign_id = ANY(?) AND %s AND n > 0
                  GROUP BY kind, cause, said ORDER BY SUM(n) DESC, said LIMIT %d
                  """
                      .formatted(which, most))) {
            select.setArray(1, array(connection, campaignIds));
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                replies.add(
                    new ProjectionQuery.Reason(
                        row.getInt(1), row.getString(2), row.getString(3), row.getLong(4)));
              }
            }
          }
          return replies;
        });
  }

  /** What became of all mails of these campaigns to some domains; each row by its key. */
  public List<ProjectionQuery.Sum> domains(
      Collection<Long> campaignIds, Collection<String> domains) {
    if (campaignIds.isEmpty() || domains.isEmpty()) {
      return List.of();
    }
    return database.query(
        connection -> {
          List<ProjectionQuery.Sum> sums = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT d.domain, %s FROM (VALUES %s) c (id) CROSS JOIN (VALUES %s) n (name)
                  JOIN report_domain d ON d.campaign_id = c.id AND d.domain = n.name GROUP BY d.domain
                  """
                      .formatted(
                          Measure.sums(Measure.all()),
                          values(campaignIds.size(), "BIGINT"),
                          values(domains.size(), "VARCHAR(320)")))) {
            int at = 1;
            for (long campaignId : campaignIds) {
              select.setLong(at++, campaignId);
            }
            for (String domain : domains) {
              select.setString(at++, domain);
            }
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                sums.add(
                    new ProjectionQuery.Sum(row.getString(1), Counts.read(row, 2, Measure.all())));
              }
            }
          }
          return sums;
        });
  }

  private static String values(int n, String type) {
    return String.join(", ", Collections.nCopies(n, "(CAST(? AS " + type + "))"));
  }

  private static Array array(Connection connection, Collection<Long> ids) throws SQLException {
    return connection.createArrayOf("BIGINT", ids.toArray());
  }
}
