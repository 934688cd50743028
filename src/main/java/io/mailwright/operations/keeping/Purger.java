package io.mailwright.operations.keeping;

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

  /** Begins to delete them. */
  Slices begin(Instant before);

  /** What is left to delete, slice by slice. */
  interface Slices {
    /**
     * Deletes a slice in the caller's transaction.
     *
     * @return how many rows; empty at the end
     */
    OptionalLong next(Connection connection) throws SQLException;
  }
}
