package io.mailwright.batch.keeping;

import io.mailwright.batch.progress.ProgressLog;
import io.mailwright.feedback.keeping.OldData;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.Batchlet;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.Metric;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Deletes what is old of one kind, slice by slice. After each it rests as long as that took, so
 * that a campaign that runs has the database for itself at least half of the time. A restart goes
 * on with what is left.
 */
@Named("purgeStep")
@Dependent
public class PurgeStep implements Batchlet {
  private static final long MOST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long NOTE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  @Inject
  @BatchProperty(name = "kind")
  String kind;

  @Inject OldData oldData;
  @Inject ProgressLog progress;
  @Inject JobContext job;
  @Inject StepContext step;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private long deleted;
  private long slices;

  @Override
  public String process() throws InterruptedException {
    OldData.Walk walk = oldData.walk(kind, job.getExecutionId());
    long noted = System.nanoTime();
    note(BatchStatus.STARTED);
    boolean isAtEnd = false;
    boolean isStopped = false;
    while (!isAtEnd && !isStopped) {
      long before = System.nanoTime();
      OptionalLong slice = walk.next();
      isAtEnd = slice.isEmpty();
      deleted += slice.orElse(0);
      slices += isAtEnd ? 0 : 1;
      long now = System.nanoTime();
      if (now - noted > NOTE_EVERY_NANOS) {
        note(BatchStatus.STARTED);
        noted = now;
      }
      isStopped =
          stopped.await(Math.min(now - before, MOST_REST_NANOS), TimeUnit.NANOSECONDS) && !isAtEnd;
    }
    note(isStopped ? BatchStatus.STOPPED : BatchStatus.COMPLETED);
    return isStopped ? "STOPPED" : "COMPLETED";
  }

  private void note(BatchStatus status) {
    progress.note(
        new ProgressLog.Worker(job.getExecutionId(), step.getStepName(), 0),
        status,
        Map.of(
            Metric.MetricType.READ_COUNT, deleted,
            Metric.MetricType.WRITE_COUNT, deleted,
            Metric.MetricType.COMMIT_COUNT, slices),
        OptionalLong.empty());
  }

  @Override
  public void stop() {
    stopped.countDown();
  }
}
