package io.mailwright.testing;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Real databases for tests, migrated and empty. PostgreSQL is started once a JVM; each call gives a
 * database of its own. The migrations run once a JVM and kind, the others are copies.
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
    Database database = emptyH2();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(MigratedH2.SCRIPT);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return database;
  }

  private static Database emptyH2() {
    String url =
        "jdbc:h2:mem:mw"
            + SERIAL.incrementAndGet()
            + ";DB_CLOSE_DELAY=-1;OPTIMIZE_REUSE_RESULTS=0;TIME ZONE=UTC";
    OneWriterDataSource dataSource = new OneWriterDataSource();
    dataSource.setUrl(url);
    dataSource.setUser("sa");
    dataSource.setPassword("");
    return Database.on(dataSource);
  }

  /** A new database in the embedded PostgreSQL server. */
  public static Database postgresql() {
    return Database.on(newPostgresql("TEMPLATE " + MigratedPostgresql.NAME));
  }

  /** A new PostgreSQL database without tables. */
  public static PGSimpleDataSource emptyPostgresql() {
    return newPostgresql("");
  }

  private static PGSimpleDataSource newPostgresql(String from) {
    String name = "mw" + SERIAL.incrementAndGet();
    try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE %s %s".formatted(name, from));
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
