package io.mailwright.testing;

import io.mailwright.kernel.db.Database;
import io.mailwright.runtime.database.OneWriterDataSource;
import io.mailwright.runtime.database.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Real databases for tests, migrated and empty. PostgreSQL is started once a JVM; each call gives a
 * database of its own.
 *
 * <p>Use with {@code @ParameterizedTest @MethodSource("io.mailwright.testing.TestDatabases#both")}.
 */
public final class TestDatabases {
  private static final AtomicInteger SERIAL = new AtomicInteger();

  private TestDatabases() {}

  /** A new empty database of each kind. */
  public static Stream<Database> both() {
    return Stream.of(h2(), postgresql());
  }

  /** A new H2 database in memory. */
  public static Database h2() {
    String url =
        "jdbc:h2:mem:mw" + SERIAL.incrementAndGet() + ";DB_CLOSE_DELAY=-1;OPTIMIZE_REUSE_RESULTS=0";
    OneWriterDataSource dataSource = new OneWriterDataSource();
    dataSource.setUrl(url);
    dataSource.setUser("sa");
    dataSource.setPassword("");
    return migrated(dataSource);
  }

  /** A new database in the embedded PostgreSQL server. */
  public static Database postgresql() {
    return migrated(emptyPostgresql());
  }

  /** A new PostgreSQL database without tables. */
  public static PGSimpleDataSource emptyPostgresql() {
    String name = "mw" + SERIAL.incrementAndGet();
    try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
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

  private static Database migrated(DataSource dataSource) {
    Database database = Database.on(dataSource);
    Schema.migrate(database);
    return database;
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
