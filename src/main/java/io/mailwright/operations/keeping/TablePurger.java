package io.mailwright.operations.keeping;

import io.mailwright.feedback.keeping.OldData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Rows of one table with a number as key. They are looked through in windows of it, so that no
 * statement takes long, however many rows stay.
 */
abstract class TablePurger implements Purger {
  private static final long WINDOW = 20_000;

  private final String table;
  private final String which;

  /**
   * @param table has a column {@code id}
   * @param which of its rows {@code t} may go, with parameters that {@link #bind} sets
   */
  TablePurger(String table, String which) {
    this.table = table;
    this.which = which;
  }

  /**
   * Sets the parameters of what may go.
   *
   * @param from the number of the first
   */
  abstract void bind(PreparedStatement statement, int from, Instant before) throws SQLException;

  @Override
  public long count(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT COUNT(*) FROM %s t WHERE %s".formatted(table, which))) {
      bind(select, 1, before);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  @Override
  public Slices begin(Instant before, String position) {
    return new Windows(before, position);
  }

  private final class Windows implements Slices {
    private final Instant before;
    private long after = -1;
    private long last = -1;

    Windows(Instant before, String position) {
      this.before = before;
      this.after = position.equals(OldData.START) ? -1 : Long.parseLong(position);
    }

    @Override
    public String position() {
      return Long.toString(after);
    }

    @Override
    public OptionalLong next(Connection connection) throws SQLException {
      if (last < 0) {
        bounds(connection);
      }
      if (after >= last) {
        return OptionalLong.empty();
      }
      long end = Math.min(last, after + WINDOW);
      long rows = delete(connection, end);
      if (rows < SLICE) {
        after = end;
      }
      return OptionalLong.of(rows);
    }

    /** What comes later than the beginning is too young. */
    private void bounds(Connection connection) throws SQLException {
      try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT COALESCE(MIN(id), 1), COALESCE(MAX(id), 0) FROM " + table);
          ResultSet row = select.executeQuery()) {
        row.next();
        after = Math.max(after, row.getLong(1) - 1);
        last = row.getLong(2);
      }
    }

    private long delete(Connection connection, long end) throws SQLException {
      try (PreparedStatement delete =
          connection.prepareStatement(
              """
              DELETE FROM %1$s WHERE id IN
                (SELECT t.id FROM %1$s t WHERE t.id > ? AND t.id <= ? AND %2$s ORDER BY t.id LIMIT %3$d)
              """
                  .formatted(table, which, SLICE))) {
        delete.setLong(1, after);
        delete.setLong(2, end);
        bind(delete, 3, before);
        return delete.executeUpdate();
      }
    }
  }
}
