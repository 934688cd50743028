package io.mailwright.operations.keeping;

import io.mailwright.feedback.keeping.OldData;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.OptionalLong;

/** Knows one kind of data, and which of it may go. */
interface Purger {
  /** Rows that go in one transaction, at most: a campaign that runs beside it waits no longer. */
  int SLICE = 1000;

  /** The kind. */
  KeptKind kind();

  /** How many rows are older than this and may go. */
  long count(Connection connection, Instant before) throws SQLException;

  /**
   * Begins to delete them.
   *
   * @param position of earlier slices, or {@link OldData#START}
   */
  Slices begin(Instant before, String position);

  /** What is left to delete, slice by slice. */
  interface Slices {
    /**
     * Deletes a slice in the caller's transaction.
     *
     * @return how many rows; empty at the end
     */
    OptionalLong next(Connection connection) throws SQLException;

    /** Where it is. Of what is found again from its start at no cost, that is the start. */
    default String position() {
      return OldData.START;
    }
  }
}
