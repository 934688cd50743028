package io.mailwright.kernel.db;

import java.sql.Connection;
import java.sql.SQLException;

/** The databases Mailwright runs on. */
public enum Dialect {
  H2,
  POSTGRESQL;

  /**
   * The dialect of an open connection.
   *
   * @throws SQLException if the driver cannot tell
   * @throws IllegalStateException for any other database
   */
  public static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return switch (product) {
      case "H2" -> H2;
      case "PostgreSQL" -> POSTGRESQL;
      default ->
          throw new IllegalStateException(
              "Mailwright runs on H2 and PostgreSQL, not on " + product);
    };
  }

  /** Picks the text of the database in use. */
  public String pick(String h2, String postgresql) {
    return switch (this) {
      case H2 -> h2;
      case POSTGRESQL -> postgresql;
    };
  }
}
