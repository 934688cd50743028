package io.mailwright.operations.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Executions of jobs with their steps, workers and what they have told, and the runs of schedules.
 * An instance goes whole, when its last execution is old enough and nothing will be restarted: what
 * it was about is over. Counted are executions and runs.
 */
@ApplicationScoped
class JobPurger implements Purger {
  private static final int INSTANCES = 100;

  private static final String OLD =
      """
      FROM JOB_INSTANCE i
      WHERE EXISTS (SELECT 1 FROM JOB_EXECUTION e WHERE e.JOBINSTANCEID = i.JOBINSTANCEID)
        AND NOT EXISTS (SELECT 1 FROM JOB_EXECUTION e WHERE e.JOBINSTANCEID = i.JOBINSTANCEID
          AND (e.BATCHSTATUS IN ('STARTING', 'STARTED', 'STOPPING') OR COALESCE(e.ENDTIME, e.CREATETIME) >= ?))
        AND NOT EXISTS (SELECT 1 FROM job_run r JOIN campaign c ON c.id = r.campaign_id
          WHERE r.instance_id = i.JOBINSTANCEID AND NOT (%s))
        AND NOT EXISTS (SELECT 1 FROM job_run r JOIN list_import m ON m.id = r.import_id
          WHERE r.instance_id = i.JOBINSTANCEID AND m.state NOT IN ('COMPLETED', 'ABORTED', 'ABANDONED'))
      """
          .formatted(OverCampaigns.IS_OVER);

  private static final String OLD_RUNS =
      "FROM schedule_run WHERE COALESCE(fired_at, due_at) < ? AND outcome <> 'ASKED'";

  @Override
  public KeptKind kind() {
    return KeptKind.JOBS;
  }

  @Override
  public long count(Connection connection, Instant before) throws SQLException {
    return number(
            connection,
            "SELECT COUNT(*) FROM JOB_EXECUTION x WHERE x.JOBINSTANCEID IN (SELECT i.JOBINSTANCEID "
                + OLD
                + ")",
            before)
        + number(connection, "SELECT COUNT(*) " + OLD_RUNS, before);
  }

  private static long number(Connection connection, String sql, Instant before)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setTimestamp(1, Timestamp.from(before));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  @Override
  public Slices begin(Instant before, String position) {
    return connection -> {
      List<Long> instances = instances(connection, before);
      long rows = instances.isEmpty() ? runs(connection, before) : 0;
      for (long instance : instances) {
        rows += delete(connection, instance);
      }
      return instances.isEmpty() && rows == 0 ? OptionalLong.empty() : OptionalLong.of(rows);
    };
  }

  private static List<Long> instances(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT i.JOBINSTANCEID " + OLD + " ORDER BY i.JOBINSTANCEID LIMIT " + INSTANCES)) {
      select.setTimestamp(1, Timestamp.from(before));
      List<Long> ids = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ids.add(row.getLong(1));
        }
      }
      return ids;
    }
  }

  /** An execution without our note of it would be taken for one that a crash left. */
  private static long delete(Connection connection, long instance) throws SQLException {
    long executions = 0;
    for (String sql :
        List.of(
            "DELETE FROM worker_progress WHERE execution_id IN (SELECT JOBEXECUTIONID FROM JOB_EXECUTION WHERE JOBINSTANCEID = ?)",
            "DELETE FROM purge_count WHERE execution_id IN (SELECT JOBEXECUTIONID FROM JOB_EXECUTION WHERE JOBINSTANCEID = ?)",
            "DELETE FROM JOB_EXECUTION WHERE JOBINSTANCEID = ?",
            "DELETE FROM JOB_INSTANCE WHERE JOBINSTANCEID = ?",
            "DELETE FROM job_run WHERE instance_id = ?")) {
      try (PreparedStatement delete = connection.prepareStatement(sql)) {
        delete.setLong(1, instance);
        int rows = delete.executeUpdate();
        executions += sql.startsWith("DELETE FROM JOB_EXECUTION") ? rows : 0;
      }
    }
    return executions;
  }

  private static long runs(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM schedule_run WHERE id IN (SELECT id "
                + OLD_RUNS
                + " ORDER BY id LIMIT "
                + SLICE
                + ")")) {
      delete.setTimestamp(1, Timestamp.from(before));
      return delete.executeUpdate();
    }
  }
}
