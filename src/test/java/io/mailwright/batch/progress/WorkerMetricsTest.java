package io.mailwright.batch.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.testing.SettableClock;
import io.mailwright.testing.TestDatabases;
import jakarta.batch.runtime.Metric;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkerMetricsTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));
  private final Database database = TestDatabases.h2();
  private final AtomicLong read = new AtomicLong();
  private final WorkerMetrics metrics =
      new WorkerMetrics(
          new ProgressLog(database, new NodeIdentity("node", 1), clock),
          new ProgressLog.Worker(7, "send", 0),
          () ->
              new Metric[] {
                metric(Metric.MetricType.READ_COUNT, read.get()),
                metric(Metric.MetricType.WRITE_COUNT, 1000)
              },
          clock);

  private static Metric metric(Metric.MetricType type, long value) {
    return new Metric() {
      @Override
      public MetricType getType() {
        return type;
      }

      @Override
      public long getValue() {
        return value;
      }
    };
  }

  private String noted() {
    return database.query(
        connection -> {
          try (Statement select = connection.createStatement();
              ResultSet row =
                  select.executeQuery(
                      "SELECT items_read, items_written FROM worker_progress"
                          + " WHERE execution_id = 7 AND step_name = 'send' AND partition_no = 0")) {
            return row.next() ? row.getLong(1) + " " + row.getLong(2) : "";
          }
        });
  }

  @Test
  void areKeptInTheMiddleOfAChunk() {
    metrics.noteNowAndThen(0);
    assertThat(noted()).isEqualTo("0 1000");
    read.set(100);
    clock.forward(Duration.ofSeconds(1));
    metrics.noteNowAndThen(37);
    assertThat(noted()).isEqualTo("100 1037");
  }

  @Test
  void areWrittenAtMostOnceASecond() {
    metrics.noteNowAndThen(0);
    clock.forward(Duration.ofMillis(999));
    metrics.noteNowAndThen(37);
    assertThat(noted()).isEqualTo("0 1000");
    clock.forward(Duration.ofMillis(1));
    metrics.noteNowAndThen(38);
    assertThat(noted()).isEqualTo("0 1038");
  }
}
