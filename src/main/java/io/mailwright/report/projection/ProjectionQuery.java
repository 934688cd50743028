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
import java.util.stream.Stream;

/** Reads the kept sums of one campaign. */
@ApplicationScoped
public class ProjectionQuery {
  /** Kinds of reasons above this are what came back, by its place from 1 on. */
  public static final int KINDS_FROM = FeedbackPass.KINDS_FROM;

  private static final String ALL = Measure.sums(Measure.all());
  private static final String TIMED = Measure.sums(Measure.timed());

  /** Stands for all sites, or all domains, that are not counted by themselves. */
  public static final String OTHERS = Place.OTHERS;

  /** The sites of that many domains are added up on view. */
  static final int FEW_DOMAINS = 2000;

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
   * The sites with most recipients, as {@link #biggest} has them. A campaign with many domains has
   * those that have no name or lane of their own as one, {@link Place#OTHERS}: nobody adds them up
   * while somebody waits.
   */
  public List<Sum> sites(long campaignId, int most) {
    return database.query(
        connection ->
            biggest(
                sums(
                    connection,
                    "SELECT site, "
                        + ALL
                        + " FROM "
                        + (hasManyDomains(connection, campaignId) ? "report_site" : "report_domain")
                        + " WHERE campaign_id = ? GROUP BY site",
                    campaignId),
                Counts::recipients,
                most));
  }

  /**
   * The biggest first, and all others as one, {@link #OTHERS}, last: together they are the whole.
   *
   * @param most how many are shown by themselves
   */
  public static List<Sum> biggest(List<Sum> sums, ToLongFunction<Counts> size, int most) {
    List<Sum> named =
        sums.stream()
            .filter(sum -> !sum.name().equals(OTHERS))
            .sorted(
                Comparator.comparingLong((Sum sum) -> size.applyAsLong(sum.counts()))
                    .reversed()
                    .thenComparing(Sum::name))
            .toList();
    Counts others =
        Stream.concat(
                sums.stream().filter(sum -> sum.name().equals(OTHERS)), named.stream().skip(most))
            .map(Sum::counts)
            .reduce(Counts.NONE, Counts::plus);
    return Stream.concat(
            named.stream().limit(most),
            Stream.of(new Sum(OTHERS, others)).filter(sum -> !others.equals(Counts.NONE)))
        .toList();
  }

  private static boolean hasManyDomains(Connection connection, long campaignId)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT COUNT(*) FROM (SELECT 1 FROM report_domain WHERE campaign_id = ? LIMIT %d) d"
                .formatted(FEW_DOMAINS + 1))) {
      select.setLong(1, campaignId);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1) > FEW_DOMAINS;
      }
    }
  }

  /** Domains at which most was refused or came back. */
  public List<Sum> troubled(long campaignId, int most) {
    return database.query(
        connection ->
            sums(
                connection,
                """
                SELECT domain, %s FROM report_domain WHERE campaign_id = ? AND lost > 0 AND domain <> '%s'
                ORDER BY campaign_id, lost DESC LIMIT %d
                """
                    .formatted(Measure.columns(), Place.OTHERS, most),
                campaignId));
  }

  private static List<Sum> sums(Connection connection, String sql, long campaignId)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, campaignId);
      List<Sum> sums = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          sums.add(new Sum(row.getString(1), Counts.read(row, 2, Measure.all())));
        }
      }
      return sums;
    }
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
