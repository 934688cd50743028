package io.mailwright.operations.execution;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How executions run and ended, and for how long, by JBeret's repository. */
@ApplicationScoped
public class ExecutionHistory {
  /** What JBeret keeps in the place of an exception that it cannot copy. */
  private static final String STAND_IN = "jakarta.batch.operations.BatchRuntimeException: ";

  private Database database;
  private Clock clock;

  ExecutionHistory() {}

  /** For injection. */
  @Inject
  public ExecutionHistory(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** How an execution ended. */
  public record End(String batchStatus, String exitStatus) {
    /** Whether the recovery from a crash gave it this end. */
    public boolean isByCrash() {
      return exitStatus.equals("INTERRUPTED");
    }
  }

  /** Batch status and exit status, empty strings where there are none. */
  public End endOf(long executionId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT BATCHSTATUS, EXITSTATUS FROM JOB_EXECUTION WHERE JOBEXECUTIONID = ?")) {
            select.setLong(1, executionId);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? new End(text(row, 1), text(row, 2)) : new End("", "");
            }
          }
        });
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String value = row.getString(column);
    return value == null ? "" : value;
  }

  /** Whether it is STARTING, STARTED or STOPPING by the repository. */
  public boolean isRunning(long executionId) {
    return isUnfinished(endOf(executionId).batchStatus());
  }

  /** Whether JSR-352 allows to restart it: FAILED or STOPPED, and the newest of its instance. */
  public boolean isRestartable(long executionId) {
    String status = endOf(executionId).batchStatus();
    return (status.equals("FAILED") || status.equals("STOPPED")) && isNewest(executionId);
  }

  /** Whether no later execution of its instance exists. */
  public boolean isNewest(long executionId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT 1 FROM JOB_EXECUTION e JOIN JOB_EXECUTION o ON o.JOBINSTANCEID = e.JOBINSTANCEID
                  WHERE e.JOBEXECUTIONID = ? AND o.JOBEXECUTIONID > e.JOBEXECUTIONID LIMIT 1
                  """)) {
            select.setLong(1, executionId);
            try (ResultSet row = select.executeQuery()) {
              return !row.next();
            }
          }
        });
  }

  /**
   * For how long executions have been at work for each of these campaigns, up to now.
   *
   * @return only those that had an execution
   */
  public Map<Long, Duration> timeAtWork(Collection<Long> campaignIds) {
    if (campaignIds.isEmpty()) {
      return Map.of();
    }
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT r.campaign_id, e.STARTTIME, e.ENDTIME, e.BATCHSTATUS
                  FROM job_run r JOIN JOB_EXECUTION e ON e.JOBEXECUTIONID = r.execution_id
                  WHERE r.campaign_id IN (%s) AND e.STARTTIME IS NOT NULL
                  """
                      .formatted(
                          String.join(", ", Collections.nCopies(campaignIds.size(), "?"))))) {
            int at = 1;
            for (Long id : campaignIds) {
              select.setLong(at++, id);
            }
            Map<Long, Duration> times = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                times.merge(row.getLong(1), timeOf(row), Duration::plus);
              }
            }
            return times;
          }
        });
  }

  private Duration timeOf(ResultSet row) throws SQLException {
    Timestamp ended = isUnfinished(row.getString(4)) ? null : row.getTimestamp(3);
    Instant until = ended == null ? clock.instant() : ended.toInstant();
    Duration time = Duration.between(row.getTimestamp(2).toInstant(), until);
    return time.isNegative() ? Duration.ZERO : time;
  }

  static boolean isUnfinished(String batchStatus) {
    return switch (batchStatus) {
      case "STARTING", "STARTED", "STOPPING" -> true;
      default -> false;
    };
  }

  /** The first line of what made a step of it fail. */
  public Optional<String> causeOf(long executionId) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT STEPNAME, EXECUTIONEXCEPTION FROM STEP_EXECUTION WHERE JOBEXECUTIONID = ? AND EXECUTIONEXCEPTION IS NOT NULL ORDER BY STEPEXECUTIONID DESC LIMIT 1")) {
            select.setLong(1, executionId);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of("step " + row.getString(1) + ": " + firstLine(row.getString(2)))
                  : Optional.empty();
            }
          }
        });
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.startsWith(STAND_IN) ? line.substring(STAND_IN.length()) : line;
  }
}
