package io.mailwright.audience.suppression;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Suppressions that came together, each batch with a number of its own that stands in their source,
 * so that all of it can be taken back. Thread-safe.
 */
@ApplicationScoped
public class SuppressionBatches {
  private static final int STEP = 10_000;

  private Database database;

  SuppressionBatches() {}

  /** For injection and tests. */
  @Inject
  public SuppressionBatches(Database database) {
    this.database = database;
  }

  /** Draws the number of a new batch: the ids of its suppressions are greater. */
  public long begin() {
    return database.query(
        connection -> {
          try (Statement draw = connection.createStatement();
              ResultSet row = draw.executeQuery("SELECT NEXTVAL('entity_seq')")) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  /**
   * The source of suppressions of a batch.
   *
   * @param user who imports it
   */
  public static String source(long number, String user) {
    return begin(number) + user;
  }

  private static String begin(long number) {
    return "import " + number + " by ";
  }

  /**
   * Takes a batch back: what it suppressed and nobody has changed since. What it found suppressed
   * stays. In short transactions of its own: after a failure the rest can be taken back by the
   * same.
   *
   * @return how many addresses get mail again
   */
  public long takeBack(long number) {
    long removed = 0;
    long after = number;
    long last = lastOfStep(number, after);
    while (last > after) {
      removed += remove(number, after, last);
      after = last;
      last = lastOfStep(number, after);
    }
    return removed;
  }

  private long lastOfStep(long number, long after) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT COALESCE(MAX(id), 0) FROM (
                    SELECT id FROM suppression
                    WHERE id > ? AND source LIKE ? AND version = 1
                    ORDER BY id FETCH FIRST %d ROWS ONLY) step
                  """
                      .formatted(STEP))) {
            select.setLong(1, after);
            select.setString(2, begin(number) + "%");
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          }
        });
  }

  private long remove(long number, long after, long last) {
    return database.query(connection -> remove(connection, number, after, last));
  }

  private static long remove(Connection connection, long number, long after, long last)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM suppression WHERE id > ? AND id <= ? AND source LIKE ? AND version = 1")) {
      delete.setLong(1, after);
      delete.setLong(2, last);
      delete.setString(3, begin(number) + "%");
      return delete.executeUpdate();
    }
  }
}
