package io.mailwright.routing.window;

import io.mailwright.kernel.db.Database;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

@ApplicationScoped
class JdbcSiteHourRepository implements SiteHourRepository {
  /** What is left of a count after a week: half of it is gone in two. */
  static final double KEPT_A_WEEK = 0.7;

  /** First the row, so that the change finds it, whoever else makes it at the same time. */
  private static final String MAKE_H2 =
      """
      MERGE INTO site_hour h
      USING (VALUES (CAST(? AS VARCHAR(255)), CAST(? AS SMALLINT), CAST(? AS INTEGER)))
        AS n (site, hour_of_week, week)
      ON h.site = n.site AND h.hour_of_week = n.hour_of_week
      WHEN NOT MATCHED THEN INSERT
        (site, hour_of_week, week,
         accepted, deferred, failed, latency_sum, latency_squares, observations)
        VALUES (n.site, n.hour_of_week, n.week, 0, 0, 0, 0, 0, 0)
      """;

  private static final String MAKE_POSTGRESQL =
      """
      INSERT INTO site_hour
        (site, hour_of_week, week,
         accepted, deferred, failed, latency_sum, latency_squares, observations)
      VALUES (?, ?, ?, 0, 0, 0, 0, 0, 0)
      ON CONFLICT (site, hour_of_week) DO NOTHING
      """;

  /** Of the row and what is added, the older fades to the week of the newer. */
  private static final String ADD =
      """
      UPDATE site_hour SET
        accepted = accepted * POWER(%1$s, GREATEST(? - week, 0)) + ? * %2$s,
        deferred = deferred * POWER(%1$s, GREATEST(? - week, 0)) + ? * %2$s,
        failed = failed * POWER(%1$s, GREATEST(? - week, 0)) + ? * %2$s,
        latency_sum = latency_sum * POWER(%1$s, GREATEST(? - week, 0)) + ? * %2$s,
        latency_squares = latency_squares * POWER(%1$s, GREATEST(? - week, 0)) + ? * %2$s,
        observations = observations + ?,
        week = GREATEST(week, ?)
      WHERE site = ? AND hour_of_week = ?
      """
          .formatted(
              "CAST(" + KEPT_A_WEEK + " AS DOUBLE PRECISION)",
              "POWER(CAST(" + KEPT_A_WEEK + " AS DOUBLE PRECISION), GREATEST(week - ?, 0))");

  private static final String READ =
      """
      SELECT site, hour_of_week, week,
             accepted, deferred, failed, latency_sum, latency_squares, observations
      FROM site_hour
      """;

  private static final String ON_ONLY = "WHERE site NOT IN (SELECT site FROM site_hours_off)\n";

  private Database database;
  private SiteDirectory directory;
  private Clock clock;

  JdbcSiteHourRepository() {}

  @Inject
  JdbcSiteHourRepository(Database database, SiteDirectory directory, Clock clock) {
    this.database = database;
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public void add(List<Seen> seen) {
    // In one order, so that two nodes never wait for each other's rows.
    List<Seen> ordered =
        seen.stream()
            .sorted(Comparator.comparing(Seen::site).thenComparingInt(Seen::hourOfWeek))
            .toList();
    database.change(
        connection -> {
          make(connection, ordered);
          try (PreparedStatement add = connection.prepareStatement(ADD)) {
            for (Seen one : ordered) {
              bind(add, one);
              add.addBatch();
            }
            add.executeBatch();
          }
        });
  }

  private void make(Connection connection, List<Seen> seen) throws SQLException {
    try (PreparedStatement make =
        connection.prepareStatement(database.dialect().pick(MAKE_H2, MAKE_POSTGRESQL))) {
      for (Seen one : seen) {
        make.setString(1, one.site());
        make.setInt(2, one.hourOfWeek());
        make.setInt(3, one.week());
        make.addBatch();
      }
      make.executeBatch();
    }
  }

  private static void bind(PreparedStatement add, Seen seen) throws SQLException {
    HourCount count = seen.count();
    double[] values = {
      count.accepted(), count.deferred(), count.failed(), count.latencySum(), count.latencySquares()
    };
    int at = 1;
    for (double value : values) {
      add.setInt(at++, seen.week());
      add.setDouble(at++, value);
      add.setInt(at++, seen.week());
    }
    add.setLong(at++, count.observations());
    add.setInt(at++, seen.week());
    add.setString(at++, seen.site());
    add.setInt(at, seen.hourOfWeek());
  }

  @Override
  public Map<String, SiteHours> all(int week) {
    return database.query(
        connection -> {
          try (PreparedStatement read = connection.prepareStatement(READ + ON_ONLY);
              ResultSet rows = read.executeQuery()) {
            return hours(rows, week);
          }
        });
  }

  @Override
  public Optional<SiteHours> of(String site, int week) {
    return database.query(
        connection -> {
          try (PreparedStatement read = connection.prepareStatement(READ + "WHERE site = ?")) {
            read.setString(1, site);
            try (ResultSet rows = read.executeQuery()) {
              return Optional.ofNullable(hours(rows, week).get(site));
            }
          }
        });
  }

  private Map<String, SiteHours> hours(ResultSet rows, int week) throws SQLException {
    Map<String, HourCount[]> counts = new TreeMap<>();
    while (rows.next()) {
      HourCount[] hours =
          counts.computeIfAbsent(
              rows.getString("site"),
              site -> {
                HourCount[] none = new HourCount[HourOfWeek.COUNT];
                Arrays.fill(none, HourCount.NONE);
                return none;
              });
      hours[rows.getInt("hour_of_week")] =
          new HourCount(
                  rows.getDouble("accepted"),
                  rows.getDouble("deferred"),
                  rows.getDouble("failed"),
                  rows.getDouble("latency_sum"),
                  rows.getDouble("latency_squares"),
                  rows.getLong("observations"))
              .faded(Math.pow(KEPT_A_WEEK, Math.max(0, week - rows.getInt("week"))));
    }
    return counts.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e -> new SiteHours(e.getKey(), directory.displayName(e.getKey()), e.getValue())));
  }

  @Override
  public void forget(String site) {
    update("DELETE FROM site_hour WHERE site = ?", s -> s.setString(1, site));
  }

  @Override
  public void forgetBefore(int week) {
    update("DELETE FROM site_hour WHERE week < ?", s -> s.setInt(1, week));
  }

  @Override
  public Set<String> sites() {
    return names("SELECT DISTINCT site FROM site_hour");
  }

  @Override
  public Set<String> off() {
    return names("SELECT site FROM site_hours_off");
  }

  private Set<String> names(String select) {
    return database.query(
        connection -> {
          try (PreparedStatement read = connection.prepareStatement(select);
              ResultSet rows = read.executeQuery()) {
            Set<String> names = new HashSet<>();
            while (rows.next()) {
              names.add(rows.getString("site"));
            }
            return names;
          }
        });
  }

  @Override
  public void learn(String site, boolean on) {
    if (on) {
      update("DELETE FROM site_hours_off WHERE site = ?", s -> s.setString(1, site));
    } else if (!off().contains(site)) {
      update(
          "INSERT INTO site_hours_off (site, since) VALUES (?, ?)",
          s -> {
            s.setString(1, site);
            s.setObject(2, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
          });
    }
  }

  private void update(String sql, Binding binding) {
    database.change(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.on(statement);
            statement.executeUpdate();
          }
        });
  }

  @FunctionalInterface
  private interface Binding {
    void on(PreparedStatement statement) throws SQLException;
  }
}
