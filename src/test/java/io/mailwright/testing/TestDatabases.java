package io.mailwright.testing;

import com.zaxxer.hikari.HikariDataSource;
import io.mailwright.kernel.db.Database;
import io.mailwright.runtime.database.OneWriterDataSource;
import io.mailwright.runtime.database.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Real databases for tests, migrated and empty. PostgreSQL is started once a JVM; each call gives a
 * database of its own, which is closed after the last test of the class. The migrations run once a
 * JVM and kind, the others are copies.
 *
 * <p>Use with {@code @ParameterizedTest @MethodSource("io.mailwright.testing.TestDatabases#both")}.
 */
public final class TestDatabases {
  private static final AtomicInteger SERIAL = new AtomicInteger();
  private static final int MOST_CONNECTIONS = 40;
  private static final Queue<Runnable> OPEN = new ConcurrentLinkedQueue<>();

  private TestDatabases() {}

  /** A new empty database of each kind. */
  public static Stream<Database> both() {
    return Stream.of(h2(), postgresql());
  }

  /** A new H2 database in memory. */
  public static Database h2() {
    Database database = emptyH2();
    execute(database.dataSource(), MigratedH2.SCRIPT);
    return database;
  }

  private static void execute(DataSource database, String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Database emptyH2() {
    String url =
        "jdbc:h2:mem:mw"
            + SERIAL.incrementAndGet()
            + ";DB_CLOSE_DELAY=-1;OPTIMIZE_REUSE_RESULTS=0;TIME ZONE=UTC";
    // Not by the one that waits for whoever writes.
    JdbcDataSource closing = new JdbcDataSource();
    closing.setURL(url);
    closing.setUser("sa");
    closing.setPassword("");
    OPEN.add(() -> execute(closing, "SHUTDOWN IMMEDIATELY"));
    OneWriterDataSource dataSource = new OneWriterDataSource();
    dataSource.setUrl(url);
    dataSource.setUser("sa");
    dataSource.setPassword("");
    return Database.on(dataSource);
  }

  /**
   * A new database in the embedded PostgreSQL server, by a pool, as the product has one: a new
   * connection costs more than most statements.
   */
  public static Database postgresql() {
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(newPostgresql("TEMPLATE " + MigratedPostgresql.NAME));
    pool.setMinimumIdle(0);
    pool.setMaximumPoolSize(MOST_CONNECTIONS);
    OPEN.add(pool::close);
    return Database.on(pool);
  }

  /** Closes those that were given out so far. */
  static void close() {
    for (Runnable each = OPEN.poll(); each != null; each = OPEN.poll()) {
      each.run();
    }
  }

  /** A new PostgreSQL database without tables. */
  public static PGSimpleDataSource emptyPostgresql() {
    return newPostgresql("");
  }

  private static PGSimpleDataSource newPostgresql(String from) {
    String name = "mw" + SERIAL.incrementAndGet();
    execute(Postgres.SERVER.getPostgresDatabase(), "CREATE DATABASE %s %s".formatted(name, from));
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(Postgres.SERVER.getJdbcUrl("postgres", name));
    // As the product connects: a batch that the driver rewrites gives no counts.
    dataSource.setReWriteBatchedInserts(true);
    return dataSource;
  }

  /** What the server is told about such a database. */
  public static Map<String, String> settingsOf(String url) {
    return Map.of(
        "MAILWRIGHT_DB_URL", url,
        "MAILWRIGHT_DB_USER", "postgres",
        "MAILWRIGHT_DB_PASSWORD", "postgres");
  }

  /** The statements that make what the migrations make. */
  private static final class MigratedH2 {
    static final String SCRIPT = script();

    private static String script() {
      Database database = emptyH2();
      Schema.migrate(database);
      try (Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement();
          ResultSet lines = statement.executeQuery("SCRIPT")) {
        StringBuilder script = new StringBuilder();
        while (lines.next()) {
          script.append(lines.getString(1)).append('\n');
        }
        return script.toString();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class MigratedPostgresql {
    static final String NAME = migrated();

    private static String migrated() {
      PGSimpleDataSource dataSource = emptyPostgresql();
      Schema.migrate(Database.on(dataSource));
      return dataSource.getDatabaseName();
    }
  }

  private static final class Postgres {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void stop(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
