package io.mailwright.batch.progress;

import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.Metric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Keeps the metrics of one worker while it runs, so that a crash leaves them: at most once a
 * second, and only if they changed. Used by one thread.
 */
public final class WorkerMetrics {
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final ProgressLog log;
  private final ProgressLog.Worker worker;
  private final Supplier<Metric[]> metrics;
  private final Clock clock;
  private Map<Metric.MetricType, Long> lastNoted;
  private Instant notedAt = Instant.EPOCH;

  /**
   * @param metrics those of the step, as they stand when they are asked for
   */
  public WorkerMetrics(
      ProgressLog log, ProgressLog.Worker worker, Supplier<Metric[]> metrics, Clock clock) {
    this.log = log;
    this.worker = worker;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Notes where the worker is, if it is time to.
   *
   * @param written items of a chunk that is not yet written as a whole
   */
  public void noteNowAndThen(int written) {
    Instant now = clock.instant();
    if (Duration.between(notedAt, now).compareTo(EVERY) < 0) {
      return;
    }
    Map<Metric.MetricType, Long> values = values(written);
    if (!values.equals(lastNoted)) {
      log.note(worker, BatchStatus.STARTED, values, OptionalLong.empty());
      lastNoted = values;
      notedAt = now;
    }
  }

  private Map<Metric.MetricType, Long> values(int written) {
    Map<Metric.MetricType, Long> values = new EnumMap<>(Metric.MetricType.class);
    for (Metric metric : metrics.get()) {
      values.put(metric.getType(), metric.getValue());
    }
    values.merge(Metric.MetricType.WRITE_COUNT, (long) written, Long::sum);
    return values;
  }
}
