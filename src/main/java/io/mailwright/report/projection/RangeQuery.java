package io.mailwright.report.projection;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
            select.setArray(
                1, connection.createArrayOf("BIGINT", campaignIds.toArray(Long[]::new)));
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant);
            }
          }
        });
  }
}
