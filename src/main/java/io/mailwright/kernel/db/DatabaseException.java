package io.mailwright.kernel.db;

import java.sql.SQLException;

/** A statement or connection failed; the transaction it ran in was rolled back. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause what the driver said
   */
  public DatabaseException(SQLException cause) {
    super(cause.getMessage(), cause);
  }

  /** The SQLSTATE, or an empty string if the driver gave none. */
  public String sqlState() {
    String state = ((SQLException) getCause()).getSQLState();
    return state == null ? "" : state;
  }

  /** Whether a unique or other integrity constraint was violated (SQLSTATE class 23). */
  public boolean isConstraintViolation() {
    return sqlState().startsWith("23");
  }

  /**
   * Whether the same work may succeed later: the connection was lost or refused (class 08, H2's
   * 90xxx for a closed database), PostgreSQL is shutting down (57P) or out of connections (53), or
   * a transaction lost to another (class 40).
   */
  public boolean isTransient() {
    String state = sqlState();
    return state.isEmpty()
        || state.startsWith("08")
        || state.startsWith("40")
        || state.startsWith("53")
        || state.startsWith("57P")
        || state.equals("90121")
        || state.equals("90098")
        || state.equals("90067")
        || state.equals("HYT00");
  }
}
