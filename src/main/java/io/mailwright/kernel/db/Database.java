package io.mailwright.kernel.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Short local transactions on a data source that takes no part in a container's transaction. What
 * is done here is committed when the method returns, whatever becomes of a surrounding JTA
 * transaction.
 *
 * <p>Thread-safe.
 */
public final class Database {
  /** How long work in progress waits for a database that is away (design, section 8). */
  public static final Duration LONGEST_OUTAGE = Duration.ofMinutes(5);

  private final DataSource dataSource;
  private final Dialect dialect;
  private final SharedCommit shared;

  /**
   * @param dataSource gives connections that are not enlisted in a JTA transaction
   * @param dialect the database behind it
   */
  public Database(DataSource dataSource, Dialect dialect) {
    this.dataSource = Objects.requireNonNull(dataSource);
    this.dialect = Objects.requireNonNull(dialect);
    this.shared = new SharedCommit(this);
  }

  /**
   * Opens a connection once to learn the dialect.
   *
   * @throws DatabaseException if no connection can be had
   */
  public static Database on(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      return new Database(dataSource, Dialect.of(connection));
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Work on a connection inside one transaction. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * @param connection open, auto-commit off; neither committed nor closed by the work
     */
    T on(Connection connection) throws SQLException;
  }

  /** Work without a result. */
  @FunctionalInterface
  public interface Change {
    /**
     * @param connection open, auto-commit off; neither committed nor closed by the work
     */
    void on(Connection connection) throws SQLException;
  }

  /** The database behind it. */
  public Dialect dialect() {
    return dialect;
  }

  /** The data source itself, for libraries that want one. */
  public DataSource dataSource() {
    return dataSource;
  }

  /**
   * Runs the work in one transaction, commits it and returns its result; rolls back on any
   * exception.
   *
   * @throws DatabaseException if a statement or the commit failed
   */
  public <T> T query(Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      boolean wasAutoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollBack(connection, e);
        throw e;
      } finally {
        restore(connection, wasAutoCommit);
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /**
   * As {@link #query}, for short work that many threads do at the same time. On the embedded
   * database, which changes by one transaction at a time, work of several may be done by one of
   * their threads and committed together; what fails is undone alone.
   *
   * @throws DatabaseException if a statement or the commit failed; nothing of this work is kept
   */
  public <T> T queryTogether(Work<T> work) {
    return switch (dialect) {
      case H2 -> shared.query(work);
      case POSTGRESQL -> query(work);
    };
  }

  /**
   * Runs the work in one transaction and commits it; rolls back on any exception.
   *
   * @throws DatabaseException if a statement or the commit failed
   */
  public void change(Change work) {
    query(
        connection -> {
          work.on(connection);
          return null;
        });
  }

  private static void rollBack(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  private static void restore(Connection connection, boolean autoCommit) throws SQLException {
    if (!connection.isClosed()) {
      connection.setAutoCommit(autoCommit);
    }
  }
}
