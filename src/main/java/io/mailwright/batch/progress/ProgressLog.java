package io.mailwright.batch.progress;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.node.NodeIdentity;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.Metric;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Writes {@code worker_progress}, in short transactions of its own. */
@ApplicationScoped
public class ProgressLog {
  private static final Logger LOG = Logger.getLogger(ProgressLog.class.getName());

  private Database database;
  private NodeIdentity node;
  private Clock clock;

  ProgressLog() {}

  /** For injection. */
  @Inject
  public ProgressLog(Database database, NodeIdentity node, Clock clock) {
    this.database = database;
    this.node = node;
    this.clock = clock;
  }

  /**
   * A worker: a partition of a step's execution, or the step itself as partition 0.
   *
   * @param executionId the job execution
   */
  public record Worker(long executionId, String step, int partition) {}

  /**
   * Notes where a worker is, unless the database is away.
   *
   * @param total items in all, if known
   */
  public void note(Worker worker, BatchStatus status, Metric[] metrics, OptionalLong total) {
    Map<Metric.MetricType, Long> values = new EnumMap<>(Metric.MetricType.class);
    for (Metric metric : metrics) {
      values.put(metric.getType(), metric.getValue());
    }
    note(worker, status, values, total);
  }

  /** The same with the metrics by type; missing ones are 0. */
  public void note(
      Worker worker, BatchStatus status, Map<Metric.MetricType, Long> metrics, OptionalLong total) {
    try {
      write(worker, status, metrics, total);
    } catch (DatabaseException e) {
      if (!e.isTransient()) {
        throw e;
      }
      // A number that people look at must not end a worker that is waiting for the same database.
      LOG.log(Level.WARNING, "progress of {0} is not noted: {1}", new Object[] {worker, e});
    }
  }

  private void write(
      Worker worker, BatchStatus status, Map<Metric.MetricType, Long> metrics, OptionalLong total) {
    database.change(
        connection -> {
          if (update(connection, worker, status, metrics, total) == 0) {
            insert(connection, worker, status);
            update(connection, worker, status, metrics, total);
          }
        });
  }

  private int update(
      Connection connection,
      Worker worker,
      BatchStatus status,
      Map<Metric.MetricType, Long> metrics,
      OptionalLong total)
      throws SQLException {
    Timestamp now = Timestamp.from(clock.instant());
    boolean isOver = status != BatchStatus.STARTED && status != BatchStatus.STARTING;
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE worker_progress SET status = ?, updated_at = ?, ended_at = ?, items_read = ?, items_written = ?,
                items_skipped = ?, items_filtered = ?, rolled_back = ?, committed = ?, total_items = COALESCE(?, total_items)
            WHERE execution_id = ? AND step_name = ? AND partition_no = ?
            """)) {
      update.setString(1, status.name());
      update.setTimestamp(2, now);
      update.setTimestamp(3, isOver ? now : null);
      update.setLong(4, metrics.getOrDefault(Metric.MetricType.READ_COUNT, 0L));
      update.setLong(5, metrics.getOrDefault(Metric.MetricType.WRITE_COUNT, 0L));
      update.setLong(
          6,
          metrics.getOrDefault(Metric.MetricType.READ_SKIP_COUNT, 0L)
              + metrics.getOrDefault(Metric.MetricType.PROCESS_SKIP_COUNT, 0L)
              + metrics.getOrDefault(Metric.MetricType.WRITE_SKIP_COUNT, 0L));
      update.setLong(7, metrics.getOrDefault(Metric.MetricType.FILTER_COUNT, 0L));
      update.setLong(8, metrics.getOrDefault(Metric.MetricType.ROLLBACK_COUNT, 0L));
      update.setLong(9, metrics.getOrDefault(Metric.MetricType.COMMIT_COUNT, 0L));
      if (total.isPresent()) {
        update.setLong(10, total.getAsLong());
      } else {
        update.setNull(10, Types.BIGINT);
      }
      update.setLong(11, worker.executionId());
      update.setString(12, worker.step());
      update.setInt(13, worker.partition());
      return update.executeUpdate();
    }
  }

  private void insert(Connection connection, Worker worker, BatchStatus status)
      throws SQLException {
    Timestamp now = Timestamp.from(clock.instant());
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO worker_progress (execution_id, step_name, partition_no, node, status, started_at, updated_at,
                items_read, items_written, items_skipped, items_filtered, rolled_back, committed)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0)
            """)) {
      insert.setLong(1, worker.executionId());
      insert.setString(2, worker.step());
      insert.setInt(3, worker.partition());
      insert.setString(4, node.name());
      insert.setString(5, status.name());
      insert.setTimestamp(6, now);
      insert.setTimestamp(7, now);
      insert.executeUpdate();
    }
  }
}
