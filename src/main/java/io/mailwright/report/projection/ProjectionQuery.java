package io.mailwright.report.projection;

import io.mailwright.kernel.db.Database;
import io.mailwright.routing.route.RouteView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Reads the kept sums of one campaign. */
@ApplicationScoped
public class ProjectionQuery {
  /** Kinds of reasons above this are what came back, by its place from 1 on. */
  public static final int KINDS_FROM = FeedbackPass.KINDS_FROM;

  private static final String ALL = Measure.sums(Measure.all());
  private static final String TIMED = Measure.sums(Measure.timed());

  private static final int FETCHED = 5000;

  private Database database;

  ProjectionQuery() {}

  /** For injection. */
  @Inject
  public ProjectionQuery(Database database) {
    this.database = database;
  }

  /** The sums of a site, route or domain. */
  public record Sum(String name, Counts counts) {}

  /** What happened in an hour at a site by a route. */
  public record HourSum(Instant start, String site, long route, Counts counts) {}

  /**
   * What was said.
   *
   * @param kind a delivery state's code, for 3 by tries; above {@link #KINDS_FROM} what came back
   * @param cause a reason's code; empty where no server spoke
   */
  public record Reason(int kind, String cause, String said, long count) {}

  /** When all was counted up to then; empty if nothing was yet. */
  public Optional<Instant> projectedAt(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT projected_at FROM report_state WHERE campaign_id = ?")) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant)
                  : Optional.empty();
            }
          }
        });
  }

  /** By route's id, the most used first. */
  public Map<Long, Counts> byRoute(long campaignId) {
    return database.query(
        connection -> {
          Map<Long, Counts> routes = new HashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT route_id, "
                      + ALL
                      + " FROM report_route WHERE campaign_id = ? GROUP BY route_id")) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                routes.put(row.getLong(1), Counts.read(row, 2, Measure.all()));
              }
            }
          }
          return routes;
        });
  }

  /**
   * What is told of domains.
   *
   * @param sites those with most recipients, the biggest first
   * @param troubled domains at which most was refused or came back
   */
  public record Domains(List<Sum> sites, List<Sum> troubled) {}

  /** All of it by one look at the domains, of which there may be fifty thousand. */
  public Domains domains(long campaignId, int mostSites, int mostTroubled) {
    Map<String, Counts> sites = new HashMap<>();
    List<Sum> troubled = new ArrayList<>();
    database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT domain, site, "
                      + Measure.columns()
                      + " FROM report_domain WHERE campaign_id = ?")) {
            select.setFetchSize(FETCHED);
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                Counts counts = Counts.read(row, 3, Measure.all());
                sites.merge(row.getString(2), counts, Counts::plus);
                if (lost(counts) > 0 && !row.getString(1).equals(Place.OTHERS)) {
                  troubled.add(new Sum(row.getString(1), counts));
                }
              }
            }
          }
          return sites;
        });
    return new Domains(
        first(
            sites.entrySet().stream().map(site -> new Sum(site.getKey(), site.getValue())).toList(),
            Counts::recipients,
            mostSites),
        first(troubled, ProjectionQuery::lost, mostTroubled));
  }

  private static long lost(Counts counts) {
    return counts.of(Measure.FAILED) + counts.of(Measure.HARD_BOUNCES);
  }

  private static List<Sum> first(List<Sum> sums, ToLongFunction<Counts> by, int most) {
    return sums.stream()
        .sorted(
            Comparator.comparingLong((Sum sum) -> by.applyAsLong(sum.counts()))
                .reversed()
                .thenComparing(Sum::name))
        .limit(most)
        .toList();
  }

  /** By hour, site and route, in the order of time. */
  public List<HourSum> byHour(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT start_at, site, route_id, "
                      + TIMED
                      + " FROM report_hour WHERE campaign_id = ? GROUP BY start_at, site, route_id ORDER BY start_at")) {
            select.setLong(1, campaignId);
            return hours(select);
          }
        });
  }

  private static List<HourSum> hours(PreparedStatement select) throws SQLException {
    List<HourSum> hours = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        hours.add(hour(row));
      }
    }
    return hours;
  }

  static HourSum hour(ResultSet row) throws SQLException {
    return new HourSum(
        Instant.ofEpochSecond(row.getLong(1)),
        row.getString(2),
        row.getLong(3),
        Counts.read(row, 4, Measure.timed()));
  }

  /** The most frequent of what was said, of these kinds. */
  public List<Reason> reasons(long campaignId, List<Integer> kinds, int most) {
    String marks = String.join(", ", kinds.stream().map(kind -> "?").toList());
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT kind, cause, said, n FROM report_reason WHERE campaign_id = ? AND n > 0 AND kind IN ("
                      + marks
                      + ") ORDER BY n DESC, said LIMIT "
                      + most)) {
            select.setLong(1, campaignId);
            for (int i = 0; i < kinds.size(); i++) {
              select.setInt(i + 2, kinds.get(i));
            }
            List<Reason> reasons = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                reasons.add(
                    new Reason(row.getInt(1), row.getString(2), row.getString(3), row.getLong(4)));
              }
            }
            return reasons;
          }
        });
  }

  /** What causes there were, by kind, the most frequent first. */
  public List<Reason> causes(long campaignId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT kind, cause, SUM(n) FROM report_reason
                  WHERE campaign_id = ? AND cause <> '' AND kind IN (3, 4, 5)
                  GROUP BY kind, cause HAVING SUM(n) > 0 ORDER BY SUM(n) DESC, cause
                  """)) {
            select.setLong(1, campaignId);
            List<Reason> causes = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                causes.add(new Reason(row.getInt(1), row.getString(2), "", row.getLong(3)));
              }
            }
            return causes;
          }
        });
  }

  /** What people call routes: the server, and in brackets the source. */
  public Map<Long, String> routeNames() {
    return database.query(ProjectionQuery::routeNames);
  }

  private static Map<Long, String> routeNames(Connection connection) throws SQLException {
    Map<Long, String> names = new HashMap<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT v.id, v.name, CAST(NULL AS VARCHAR(45)) FROM mail_server v
                UNION ALL
                SELECT s.id, v.name, s.address FROM server_source s JOIN mail_server v ON v.id = s.server_id
                """);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        names.put(
            row.getLong(1),
            RouteView.nameOf(row.getString(2), Optional.ofNullable(row.getString(3))));
      }
    }
    return names;
  }
}
