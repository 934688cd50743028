package io.mailwright.operations.execution;

import io.mailwright.kernel.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads executions for people from JBeret's repository and ours; keyset paging that stays fast, and
 * metrics that outlive a crash.
 */
@ApplicationScoped
class ExecutionViews {
  private static final String SELECT =
      """
      SELECT e.JOBEXECUTIONID AS id, e.JOBINSTANCEID AS instance_id, i.JOBNAME AS job, e.BATCHSTATUS AS batch_status,
             e.EXITSTATUS AS exit_status, e.CREATETIME AS created_at, e.STARTTIME AS started_at, e.ENDTIME AS ended_at,
             e.JOBPARAMETERS AS parameters, r.campaign_id, r.import_id, r.node, r.started_by, r.cause,
             l.owner AS lease_owner, l.until_at AS lease_until
      FROM JOB_EXECUTION e
      JOIN JOB_INSTANCE i ON i.JOBINSTANCEID = e.JOBINSTANCEID
      LEFT JOIN job_run r ON r.execution_id = e.JOBEXECUTIONID
      LEFT JOIN lease l ON l.name = CASE WHEN r.campaign_id IS NOT NULL THEN CONCAT('campaign:', r.campaign_id)
                                         WHEN r.import_id IS NOT NULL THEN CONCAT('import:', r.import_id)
                                         ELSE CONCAT('job:', i.JOBNAME) END
      """;

  private Database database;
  private Clock clock;

  ExecutionViews() {}

  @Inject
  ExecutionViews(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** One page of executions, without their steps. */
  List<ExecutionView> list(Executions.Filter filter) {
    StringBuilder sql = new StringBuilder(SELECT).append(" WHERE 1 = 1");
    List<Object> values = new ArrayList<>();
    filter
        .job()
        .ifPresent(
            job -> {
              sql.append(" AND i.JOBNAME = ?");
              values.add(job);
            });
    filter
        .status()
        .ifPresent(
            status -> {
              sql.append(" AND e.BATCHSTATUS = ?");
              values.add(status);
            });
    filter
        .campaignId()
        .ifPresent(
            id -> {
              sql.append(" AND r.campaign_id = ?");
              values.add(id);
            });
    if (filter.after() > 0) {
      sql.append(filter.descending() ? " AND e.JOBEXECUTIONID < ?" : " AND e.JOBEXECUTIONID > ?");
      values.add(filter.after());
    }
    sql.append(" ORDER BY e.JOBEXECUTIONID")
        .append(filter.descending() ? " DESC" : "")
        .append(" LIMIT ?");
    values.add(filter.limit());
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < values.size(); i++) {
              select.setObject(i + 1, values.get(i));
            }
            List<ExecutionView> page = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                page.add(view(row, List.of()));
              }
            }
            return page;
          }
        });
  }

  /** One execution with steps and workers. */
  Optional<ExecutionView> find(long executionId) {
    return database.query(
        connection -> {
          List<ExecutionView.Step> steps = steps(connection, executionId);
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + " WHERE e.JOBEXECUTIONID = ?")) {
            select.setLong(1, executionId);
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(view(row, steps)) : Optional.empty();
            }
          }
        });
  }

  private ExecutionView view(ResultSet row, List<ExecutionView.Step> steps) throws SQLException {
    Timestamp until = row.getTimestamp("lease_until");
    String status = row.getString("batch_status");
    boolean unfinished = ExecutionHistory.isUnfinished(status);
    boolean isLive =
        unfinished
            && row.getString("lease_owner") != null
            && until != null
            && until.toInstant().isAfter(clock.instant());
    return new ExecutionView(
        row.getLong("id"),
        row.getLong("instance_id"),
        row.getString("job"),
        longOf(row, "campaign_id"),
        longOf(row, "import_id"),
        status,
        Optional.ofNullable(row.getString("exit_status")),
        row.getTimestamp("created_at").toInstant(),
        instant(row, "started_at"),
        unfinished ? Optional.empty() : instant(row, "ended_at"),
        Optional.ofNullable(row.getString("node")).orElse(""),
        Optional.ofNullable(row.getString("started_by")).orElse(""),
        Optional.ofNullable(row.getString("cause")),
        JobParameters.read(row.getString("parameters")),
        isLive,
        steps);
  }

  private static List<ExecutionView.Step> steps(Connection connection, long executionId)
      throws SQLException {
    Map<String, List<ExecutionView.Worker>> workers = new LinkedHashMap<>();
    Map<String, Long> totals = new LinkedHashMap<>();
    readWorkers(connection, executionId, workers, totals);
    List<ExecutionView.Step> steps = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT STEPNAME, BATCHSTATUS, EXITSTATUS, STARTTIME, ENDTIME, READCOUNT, WRITECOUNT, COMMITCOUNT, ROLLBACKCOUNT,
                   READSKIPCOUNT, PROCESSSKIPCOUNT, WRITESKIPCOUNT, FILTERCOUNT
            FROM STEP_EXECUTION WHERE JOBEXECUTIONID = ? ORDER BY STEPEXECUTIONID
            """)) {
      select.setLong(1, executionId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String name = row.getString("STEPNAME");
          List<ExecutionView.Worker> own = workers.getOrDefault(name, List.of());
          String status = row.getString("BATCHSTATUS");
          steps.add(
              new ExecutionView.Step(
                  name,
                  status,
                  Optional.ofNullable(row.getString("EXITSTATUS")),
                  instant(row, "STARTTIME"),
                  status.equals("STARTED") || status.equals("STARTING")
                      ? Optional.empty()
                      : instant(row, "ENDTIME"),
                  metrics(row, own),
                  Optional.ofNullable(totals.get(name)),
                  own));
        }
      }
    }
    return steps;
  }

  /**
   * JBeret writes a step's metrics at its end; until then, and after a crash, the workers' own are
   * summed.
   */
  private static ExecutionView.Metrics metrics(ResultSet row, List<ExecutionView.Worker> workers)
      throws SQLException {
    ExecutionView.Metrics stored =
        new ExecutionView.Metrics(
            row.getLong("READCOUNT"),
            row.getLong("WRITECOUNT"),
            row.getLong("READSKIPCOUNT")
                + row.getLong("PROCESSSKIPCOUNT")
                + row.getLong("WRITESKIPCOUNT"),
            row.getLong("FILTERCOUNT"),
            row.getLong("ROLLBACKCOUNT"),
            row.getLong("COMMITCOUNT"));
    if (stored.read() > 0 || stored.committed() > 0 || workers.isEmpty()) {
      return stored;
    }
    long read = 0;
    long written = 0;
    long skipped = 0;
    long filtered = 0;
    long rolledBack = 0;
    long committed = 0;
    for (ExecutionView.Worker worker : workers) {
      read += worker.metrics().read();
      written += worker.metrics().written();
      skipped += worker.metrics().skipped();
      filtered += worker.metrics().filtered();
      rolledBack += worker.metrics().rolledBack();
      committed += worker.metrics().committed();
    }
    return new ExecutionView.Metrics(read, written, skipped, filtered, rolledBack, committed);
  }

  private static void readWorkers(
      Connection connection,
      long executionId,
      Map<String, List<ExecutionView.Worker>> workers,
      Map<String, Long> totals)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT step_name, partition_no, node, status, started_at, updated_at, ended_at, items_read, items_written,
                   items_skipped, items_filtered, rolled_back, committed, total_items
            FROM worker_progress WHERE execution_id = ? ORDER BY step_name, partition_no
            """)) {
      select.setLong(1, executionId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String step = row.getString("step_name");
          workers
              .computeIfAbsent(step, s -> new ArrayList<>())
              .add(
                  new ExecutionView.Worker(
                      row.getInt("partition_no"),
                      row.getString("status"),
                      row.getString("node"),
                      row.getTimestamp("started_at").toInstant(),
                      row.getTimestamp("updated_at").toInstant(),
                      instant(row, "ended_at"),
                      new ExecutionView.Metrics(
                          row.getLong("items_read"),
                          row.getLong("items_written"),
                          row.getLong("items_skipped"),
                          row.getLong("items_filtered"),
                          row.getLong("rolled_back"),
                          row.getLong("committed"))));
          longOf(row, "total_items").ifPresent(total -> totals.merge(step, total, Math::max));
        }
      }
    }
  }

  private static Optional<Long> longOf(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
