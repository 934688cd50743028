package io.mailwright.bench;

import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.kernel.db.Database;
import io.mailwright.report.projection.Projector;
import io.mailwright.runtime.database.OneWriterDataSource;
import io.mailwright.testing.FixedSites;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What a report of a big campaign costs: keeping its sums, a row; and opening it. The rows are
 * written by SQL: 50,000 small domains and five big sites, three in a hundred refused, two put off
 * at first, over eight hours.
 */
final class ReportPart {
  private static final long CAMPAIGN = 7_000_001;
  private static final int LANES = 64;
  private static final int VIEWS = 20;
  private static final double MOST_SECONDS = 1;

  private ReportPart() {}

  static void run(Options options, Path folder, int rows, Bars bars)
      throws IOException, InterruptedException {
    for (String name : options.databases()) {
      Path own = folder.resolve("reports-" + name);
      try (BenchDatabase database = BenchDatabase.of(name, own.resolve("database"))) {
        measure(database, own, rows, bars);
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }
  }

  private static void measure(BenchDatabase database, Path folder, int rows, Bars bars)
      throws IOException, InterruptedException, SQLException {
    Path data;
    long template;
    long pool;
    // It makes the tables.
    try (BenchServer server = new BenchServer(folder.resolve("server"), database, List.of())) {
      data = server.dataFolder();
      template = server.template();
      pool = server.pool(1);
    }
    DataSource source = dataSource(database, data);
    fill(source, database.name().equals("H2"), rows, template, pool);
    Projector projector =
        new Projector(
            Database.on(source),
            new FixedSites(Map.of()),
            ReplyClassifier.standard(),
            Clock.systemUTC());
    long before = System.nanoTime();
    projector.bringUp(CAMPAIGN);
    double seconds = (System.nanoTime() - before) / 1e9;
    if (source instanceof OneWriterDataSource) {
      run(source, "SHUTDOWN");
    }
    System.out.printf(
        "%n%s: %,d rows counted in %.1f s, %.1f us a row%n",
        database.name(), rows, seconds, seconds * 1e6 / rows);
    try (BenchServer server = new BenchServer(folder.resolve("server"), database, List.of())) {
      String path = "/campaigns/" + CAMPAIGN + "/report";
      // The log-in is verified once, which takes half a second.
      server.get("/campaigns");
      double first = seconds(server, path);
      List<Double> views = new ArrayList<>();
      for (int i = 0; i < VIEWS; i++) {
        views.add(seconds(server, path));
      }
      Collections.sort(views);
      double all = seconds(server, "/reports?from=2026-11-01&to=2026-11-30");
      System.out.printf(
          "%s: opened first in %.3f s, then in %.3f s (middle of %d); over all campaigns %.3f s%n",
          database.name(), first, views.get(VIEWS / 2), VIEWS, all);
      bars.atMost(
          database.name() + ": report of " + rows + " rows, first opening",
          MOST_SECONDS,
          first,
          "s");
    }
  }

  private static double seconds(BenchServer server, String path) {
    long before = System.nanoTime();
    server.get(path);
    return Duration.ofNanos(System.nanoTime() - before).toNanos() / 1e9;
  }

  private static DataSource dataSource(BenchDatabase database, Path data) {
    Map<String, String> settings = database.settings();
    if (settings.isEmpty()) {
      OneWriterDataSource h2 = new OneWriterDataSource();
      h2.setUrl("jdbc:h2:file:" + data.toAbsolutePath().resolve("mailwright") + ";WRITE_DELAY=0");
      h2.setUser("sa");
      h2.setPassword("sa");
      return h2;
    }
    PGSimpleDataSource postgresql = new PGSimpleDataSource();
    postgresql.setUrl(settings.get("MAILWRIGHT_DB_URL"));
    postgresql.setUser(settings.get("MAILWRIGHT_DB_USER"));
    postgresql.setPassword(settings.get("MAILWRIGHT_DB_PASSWORD"));
    postgresql.setReWriteBatchedInserts(true);
    return postgresql;
  }

  private static void fill(DataSource source, boolean isH2, int rows, long template, long pool)
      throws SQLException {
    String numbers =
        isH2
            ? "(SELECT X AS n FROM SYSTEM_RANGE(1, %d)) g".formatted(rows)
            : "generate_series(CAST(1 AS BIGINT), %d) AS g(n)".formatted(rows);
    int ofLane = (rows + LANES - 1) / LANES;
    run(
        source,
        """
        INSERT INTO campaign (id, version, name, state, template_id, template_no, pool_id, from_address, retry_attempts,
          retry_first_millis, retry_age_millis, on_ambiguous, workers, weight, created_at, started_at, ended_at)
        VALUES (%d, 1, 'A million', 'COMPLETED', %d, 1, %d, 'news@example.com', 5, 1000, 100000, 'HOLD', 8, 100,
          TIMESTAMP WITH TIME ZONE '2026-11-24 08:00:00Z', TIMESTAMP WITH TIME ZONE '2026-11-24 08:00:00Z',
          TIMESTAMP WITH TIME ZONE '2026-11-24 16:00:00Z')
        """
            .formatted(CAMPAIGN, template, pool),
        """
        INSERT INTO delivery (id, campaign_id, contact_id, email_key, lane, state, attempts, first_try_at, settled_at, server_id,
          reply_code, enhanced_status, reply_text)
        SELECT n, %1$d, n, CASE WHEN lane < 30 THEN CONCAT('p', n, '@', 'big', MOD(lane, 5), '.example')
                                ELSE CONCAT('p', n, '@d', lane * 1470 + MOD(n * 7919, 1470), '.example') END,
          lane, CASE WHEN MOD(n, 100) < 3 THEN 4 ELSE 2 END, CASE WHEN MOD(n, 100) IN (10, 11) THEN 2 ELSE 1 END, at, at,
          1 + MOD(n, 4), CASE WHEN MOD(n, 100) < 3 THEN 550 ELSE 250 END, CASE WHEN MOD(n, 100) < 3 THEN '5.1.1' ELSE '2.0.0' END,
          CASE WHEN MOD(n, 100) < 3 THEN CONCAT('<p', n, '@x.example>: user unknown, id ', n) ELSE CONCAT('queued as ', n) END
        FROM (SELECT n, CAST((n - 1) / %2$d AS INTEGER) AS lane,
                TIMESTAMP WITH TIME ZONE '2026-11-24 08:00:00Z' + MOD(n * 31, 28800) * INTERVAL '1' SECOND AS at FROM %3$s) r
        """
            .formatted(CAMPAIGN, ofLane, numbers),
        """
        INSERT INTO attempt (delivery_id, attempt, campaign_id, fence, at, server_id, outcome, reply_code, enhanced_status, reply_text)
        SELECT id, 1, %d, 1, first_try_at, server_id, 3, 451, '4.7.1', CONCAT('come back in ', MOD(id, 300), ' s') FROM delivery
        WHERE campaign_id = %1$d AND attempts = 2
        """
            .formatted(CAMPAIGN),
        """
        INSERT INTO lane (campaign_id, no, site, ready_at, fence, fresh_after)
        SELECT %1$d, lane, CASE WHEN lane < 30 THEN CONCAT('big', MOD(lane, 5), '.example') ELSE '*' END,
          TIMESTAMP WITH TIME ZONE '9999-12-31 00:00:00Z', 1, MAX(id) FROM delivery WHERE campaign_id = %1$d GROUP BY lane
        """
            .formatted(CAMPAIGN),
        """
        INSERT INTO lane_range (campaign_id, lane, first_id, last_id, pending, suppressed)
        SELECT %1$d, lane, MIN(id), MAX(id), COUNT(*), 0 FROM delivery WHERE campaign_id = %1$d GROUP BY lane
        """
            .formatted(CAMPAIGN),
        """
        INSERT INTO lane_count (campaign_id, lane, state, n)
        SELECT %1$d, lane, state, COUNT(*) FROM delivery WHERE campaign_id = %1$d GROUP BY lane, state
        """
            .formatted(CAMPAIGN),
        "INSERT INTO snapshot_progress (campaign_id, done, contacts) VALUES (%d, TRUE, %d)"
            .formatted(CAMPAIGN, rows));
  }

  private static void run(DataSource source, String... statements) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
