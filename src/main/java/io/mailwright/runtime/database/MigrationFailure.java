package io.mailwright.runtime.database;

import java.sql.SQLException;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;

/** Says in a line why the tables could not be brought up to date; Flyway says it in many. */
final class MigrationFailure {
  private MigrationFailure() {}

  /** What happened, what was kept, what to do. */
  static String detail(FlywayException e) {
    if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return "The database holds tables of something else. Nothing was changed. Give us an empty"
          + " database or schema.";
    }
    if (e.getErrorCode() == CoreErrorCode.VALIDATE_ERROR) {
      return "The database's tables were made by another build ("
          + mismatch(String.valueOf(e.getMessage()))
          + "). Nothing was changed. Start the build that made them, or restore a backup of this"
          + " one.";
    }
    return "The database's tables cannot be brought up to date ("
        + reason(e)
        + "). What was there is kept. Remove the cause, or restore a backup, and start again.";
  }

  /** The driver's own first line, where the driver refused. */
  private static String reason(FlywayException e) {
    String reason = firstLine(String.valueOf(e.getMessage()));
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        reason = firstLine(String.valueOf(cause.getMessage()));
      }
    }
    return reason;
  }

  /** Behind the heading: the first of what does not fit. */
  private static String mismatch(String text) {
    return text.lines().map(String::strip).skip(1).findFirst().orElse(firstLine(text));
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }
}
