package io.mailwright.batch.progress;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.listener.AbstractChunkListener;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Notes a worker's metrics after its chunks, at most once a second. */
@Named("chunkProgress")
@Dependent
public class ChunkProgress extends AbstractChunkListener {
  private static final Duration EVERY = Duration.ofSeconds(1);

  @Inject private JobContext job;
  @Inject private StepContext step;
  @Inject private ProgressLog log;
  @Inject private Clock clock;

  @Inject
  @BatchProperty(name = "worker")
  private String worker;

  private Instant last = Instant.EPOCH;

  @Override
  public void beforeChunk() {
    noteNowAndThen();
  }

  @Override
  public void afterChunk() {
    noteNowAndThen();
  }

  private void noteNowAndThen() {
    Instant now = clock.instant();
    if (Duration.between(last, now).compareTo(EVERY) >= 0) {
      last = now;
      int partition = worker == null || worker.isBlank() ? 0 : Integer.parseInt(worker);
      log.note(
          new ProgressLog.Worker(job.getExecutionId(), step.getStepName(), partition),
          BatchStatus.STARTED,
          step.getMetrics(),
          OptionalLong.empty());
    }
  }
}
