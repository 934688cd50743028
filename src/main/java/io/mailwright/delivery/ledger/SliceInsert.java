package io.mailwright.delivery.ledger;

import io.mailwright.kernel.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;

/**
 * Writes the rows of a slice in the order of lanes: so each lane's lie together, which is how they
 * are found again, and on H2, which writes whole pages at each commit, what is claimed together
 * lies together.
 */
sealed interface SliceInsert permits PostgresSliceInsert, EmbeddedSliceInsert {
  /**
   * What is snapshotted.
   *
   * @param listIds one or more
   */
  record Recipients(long campaignId, List<Long> listIds) {
    /**
     * An address in several lists has several contacts: the lowest id stands for it. When that one
     * is deleted between two slices, the next would get the address a second time. In one list an
     * address stands once.
     */
    boolean mayRepeat() {
      return listIds.size() > 1;
    }

    String marks() {
      return SliceInsert.marks(listIds);
    }

    /** A condition on contact {@code c}; its values are the lists' ids. */
    String isLowest() {
      return """
      NOT EXISTS (SELECT 1 FROM contact o
                  WHERE o.email_key = c.email_key AND o.id < c.id AND o.list_id IN (%s))
      """
          .formatted(marks());
    }

    /** A join to contact {@code c} with {@code s.reason}; its values are the lists' ids. */
    String withSuppressions() {
      return """
      LEFT JOIN (SELECT email_key, MIN(reason) AS reason FROM suppression
                 WHERE list_id IN (0, %s) GROUP BY email_key) s ON s.email_key = c.email_key
      """
          .formatted(marks());
    }

    int bindLists(PreparedStatement statement, int from) throws SQLException {
      return setIds(statement, from, listIds);
    }
  }

  /** Of {@code s.reason}: why the ledger says that it was not sent. */
  String WHY = "CONCAT('suppressed: ', REPLACE(LOWER(s.reason), '_', '-'))";

  /**
   * In the caller's transaction.
   *
   * @return one for each lane that got rows
   */
  List<LanePiece> insert(Connection connection, Recipients recipients, SliceWriter.Slice slice)
      throws SQLException;

  static SliceInsert of(Database database, Clock clock) {
    return switch (database.dialect()) {
      case H2 -> new EmbeddedSliceInsert(clock);
      case POSTGRESQL -> new PostgresSliceInsert(clock);
    };
  }

  static String marks(List<Long> ids) {
    return String.join(", ", Collections.nCopies(ids.size(), "?"));
  }

  static int setIds(PreparedStatement statement, int from, List<Long> ids) throws SQLException {
    int at = from;
    for (Long id : ids) {
      statement.setLong(at++, id);
    }
    return at;
  }
}
