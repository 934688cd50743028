package io.mailwright.kernel.db;

import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** A list that is read a page at a time, by the id after which it goes on. Not thread-safe. */
public final class PagedSelect {
  private final String select;
  private final String id;
  private final StringBuilder conditions = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  /**
   * @param select what to read from where, without a condition
   * @param id the column to page by, as {@code select} names it
   */
  public PagedSelect(String select, String id) {
    this.select = select;
    this.id = id;
  }

  /** Makes something of all rows of a statement, in their order. */
  @FunctionalInterface
  public interface Rows<T> {
    /**
     * @param select with all its values, to be executed; not closed here
     */
    List<T> of(PreparedStatement select) throws SQLException;
  }

  /**
   * Leaves out what does not meet a condition as well.
   *
   * @param condition with a {@code ?} for each of the values
   */
  public PagedSelect where(String condition, Object... given) {
    conditions.append(condition).append(" AND ");
    values.addAll(List.of(given));
    return this;
  }

  /**
   * Reads a page in a transaction of its own.
   *
   * @param idOf the id of a row
   * @throws DatabaseException if the statement failed
   */
  public <T> Page<T> read(
      Database database, PageRequest request, Rows<T> rows, ToLongFunction<T> idOf) {
    String order = request.descending() ? " < ? ORDER BY " + id + " DESC" : " > ? ORDER BY " + id;
    String sql = select + " WHERE " + conditions + id + order + " LIMIT ?";
    return database.query(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            for (Object value : values) {
              statement.setObject(at++, value);
            }
            statement.setLong(at++, request.cursor());
            statement.setInt(at, request.limit() + 1);
            return Page.of(rows.of(statement), request, idOf);
          }
        });
  }
}
