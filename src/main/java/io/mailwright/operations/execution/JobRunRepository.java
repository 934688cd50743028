package io.mailwright.operations.execution;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps whose executions they are ({@code job_run}); JBeret's repository does not. */
@ApplicationScoped
public class JobRunRepository {
  private static final String COLUMNS =
      "execution_id, instance_id, job, campaign_id, import_id, node, incarnation, fence, started_by";

  private Database database;
  private Clock clock;

  JobRunRepository() {}

  /** For injection. */
  @Inject
  public JobRunRepository(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Notes a run that was just started. */
  public void add(JobRun run) {
    database.change(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO job_run ("
                      + COLUMNS
                      + ", stop_requested, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, FALSE, ?)")) {
            insert.setLong(1, run.executionId());
            insert.setLong(2, run.instanceId());
            insert.setString(3, run.job());
            setLong(insert, 4, run.campaignId());
            setLong(insert, 5, run.importId());
            insert.setString(6, run.node());
            insert.setLong(7, run.incarnation());
            insert.setLong(8, run.fence());
            insert.setString(9, run.startedBy());
            insert.setTimestamp(10, Timestamp.from(clock.instant()));
            insert.executeUpdate();
          }
        });
  }

  private static void setLong(PreparedStatement statement, int at, Optional<Long> value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setLong(at, value.get());
    } else {
      statement.setNull(at, Types.BIGINT);
    }
  }

  /** The run of an execution. */
  public Optional<JobRun> find(long executionId) {
    return query("WHERE execution_id = ?", executionId).stream().findFirst();
  }

  /** The newest run of a campaign. */
  public Optional<JobRun> lastOfCampaign(long campaignId) {
    return query("WHERE campaign_id = ? ORDER BY execution_id DESC LIMIT 1", campaignId).stream()
        .findFirst();
  }

  /** The newest run of an import. */
  public Optional<JobRun> lastOfImport(long importId) {
    return query("WHERE import_id = ? ORDER BY execution_id DESC LIMIT 1", importId).stream()
        .findFirst();
  }

  /** When a job was last started, by anybody. */
  public Optional<Instant> lastStartOf(String job) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT MAX(created_at) FROM job_run WHERE job = ?")) {
            select.setString(1, job);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant);
            }
          }
        });
  }

  private List<JobRun> query(String where, long id) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT " + COLUMNS + " FROM job_run " + where)) {
            select.setLong(1, id);
            List<JobRun> runs = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                runs.add(read(row));
              }
            }
            return runs;
          }
        });
  }

  static JobRun read(ResultSet row) throws SQLException {
    return new JobRun(
        row.getLong("execution_id"),
        row.getLong("instance_id"),
        row.getString("job"),
        longOf(row, "campaign_id"),
        longOf(row, "import_id"),
        row.getString("node"),
        row.getLong("incarnation"),
        row.getLong("fence"),
        row.getString("started_by"));
  }

  private static Optional<Long> longOf(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  /** Runs that JBeret shows as unfinished: STARTING, STARTED or STOPPING. */
  public List<JobRun> unfinished() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      """
                      SELECT r.execution_id, r.instance_id, r.job, r.campaign_id, r.import_id, r.node, r.incarnation, r.fence, r.started_by
                      FROM job_run r JOIN JOB_EXECUTION e ON e.JOBEXECUTIONID = r.execution_id
                      WHERE e.BATCHSTATUS IN ('STARTING', 'STARTED', 'STOPPING')
                      ORDER BY r.execution_id
                      """);
              ResultSet row = select.executeQuery()) {
            List<JobRun> runs = new ArrayList<>();
            while (row.next()) {
              runs.add(read(row));
            }
            return runs;
          }
        });
  }

  /**
   * Executions whose starter ended before it could note them: their subject is read from their
   * parameters, and where and by whom they were started is not known.
   */
  public List<JobRun> unnoted() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      """
                      SELECT e.JOBEXECUTIONID, e.JOBINSTANCEID, i.JOBNAME, e.JOBPARAMETERS
                      FROM JOB_EXECUTION e JOIN JOB_INSTANCE i ON i.JOBINSTANCEID = e.JOBINSTANCEID
                      WHERE NOT EXISTS (SELECT 1 FROM job_run r WHERE r.execution_id = e.JOBEXECUTIONID)
                      ORDER BY e.JOBEXECUTIONID
                      """);
              ResultSet row = select.executeQuery()) {
            List<JobRun> runs = new ArrayList<>();
            while (row.next()) {
              Map<String, String> parameters = JobParameters.read(row.getString(4));
              runs.add(
                  new JobRun(
                      row.getLong(1),
                      row.getLong(2),
                      row.getString(3),
                      Optional.ofNullable(parameters.get("campaignId")).map(Long::valueOf),
                      Optional.ofNullable(parameters.get("importId")).map(Long::valueOf),
                      "",
                      0,
                      0,
                      ""));
            }
            return runs;
          }
        });
  }

  /**
   * Marks an execution that no thread runs as FAILED with exit status INTERRUPTED, its running
   * steps and workers too. Only under its lease.
   *
   * @return whether it was unfinished
   */
  public boolean markInterrupted(long executionId) {
    Timestamp now = Timestamp.from(clock.instant());
    return database.query(
        connection -> {
          int changed;
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE JOB_EXECUTION SET BATCHSTATUS = 'FAILED', EXITSTATUS = 'INTERRUPTED', ENDTIME = ?, LASTUPDATEDTIME = ?
                  WHERE JOBEXECUTIONID = ? AND BATCHSTATUS IN ('STARTING', 'STARTED', 'STOPPING')
                  """)) {
            update.setTimestamp(1, now);
            update.setTimestamp(2, now);
            update.setLong(3, executionId);
            changed = update.executeUpdate();
          }
          // JBeret restarts at the step whose name stands here; without it, at the first.
          try (PreparedStatement update =
              connection.prepareStatement(
                  """
                  UPDATE JOB_EXECUTION SET RESTARTPOSITION =
                    (SELECT MAX(s.STEPNAME) FROM STEP_EXECUTION s WHERE s.STEPEXECUTIONID =
                      (SELECT MAX(t.STEPEXECUTIONID) FROM STEP_EXECUTION t WHERE t.JOBEXECUTIONID = ?))
                  WHERE JOBEXECUTIONID = ? AND RESTARTPOSITION IS NULL
                  """)) {
            update.setLong(1, executionId);
            update.setLong(2, executionId);
            update.executeUpdate();
          }
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE STEP_EXECUTION SET BATCHSTATUS = 'FAILED', EXITSTATUS = 'INTERRUPTED', ENDTIME = ? WHERE JOBEXECUTIONID = ? AND BATCHSTATUS IN ('STARTING', 'STARTED', 'STOPPING')")) {
            update.setTimestamp(1, now);
            update.setLong(2, executionId);
            update.executeUpdate();
          }
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE worker_progress SET status = 'INTERRUPTED', ended_at = ? WHERE execution_id = ? AND ended_at IS NULL")) {
            update.setTimestamp(1, now);
            update.setLong(2, executionId);
            update.executeUpdate();
          }
          return changed == 1;
        });
  }

  /** Notes in one line why an execution failed; the first reason stands. */
  public void noteCause(long executionId, String cause) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE job_run SET cause = ? WHERE execution_id = ? AND cause IS NULL")) {
            update.setString(1, cause.length() > 1000 ? cause.substring(0, 1000) : cause);
            update.setLong(2, executionId);
            update.executeUpdate();
          }
        });
  }

  /** Asks the node that runs it to stop. */
  public void requestStop(long executionId) {
    database.change(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE job_run SET stop_requested = TRUE WHERE execution_id = ?")) {
            update.setLong(1, executionId);
            update.executeUpdate();
          }
        });
  }

  /** Unfinished executions of an incarnation that another node asks to stop. */
  public List<Long> stopRequests(long incarnation) {
    return database.query(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT r.execution_id FROM job_run r JOIN JOB_EXECUTION e ON e.JOBEXECUTIONID = r.execution_id
                  WHERE r.incarnation = ? AND r.stop_requested = TRUE AND e.BATCHSTATUS IN ('STARTING', 'STARTED')
                  """)) {
            select.setLong(1, incarnation);
            List<Long> ids = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                ids.add(row.getLong(1));
              }
            }
            return ids;
          }
        });
  }
}
