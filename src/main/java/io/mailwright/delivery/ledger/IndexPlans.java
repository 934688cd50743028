package io.mailwright.delivery.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Keeps PostgreSQL to its indexes for the rest of a transaction. A chunk touches a hundred rows by
 * their keys, whatever the tables' size; but a connection plans a statement when the ledger is
 * small or not analysed yet, and keeps that plan: reading the whole table, which then has millions.
 * A bitmap of an index would read all that is left of a lane for the next hundred of its rows.
 */
final class IndexPlans {
  /** Goes before a statement, in the same round trip. */
  static final String SETTINGS =
      """
      SET LOCAL enable_seqscan = off;
      SET LOCAL enable_hashjoin = off;
      SET LOCAL enable_mergejoin = off;
      SET LOCAL enable_bitmapscan = off;
      """;

  private IndexPlans() {}

  /**
   * Runs a statement that begins with {@link #SETTINGS}.
   *
   * @return the rows of what follows them; closed with the statement
   */
  static ResultSet query(PreparedStatement statement) throws SQLException {
    boolean isRows = statement.execute();
    while (!isRows) {
      if (statement.getUpdateCount() < 0) {
        throw new SQLException("the statement gave no rows");
      }
      isRows = statement.getMoreResults();
    }
    return statement.getResultSet();
  }
}
