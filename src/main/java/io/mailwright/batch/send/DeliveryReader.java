package io.mailwright.batch.send;

import io.mailwright.batch.progress.ProgressLog;
import io.mailwright.batch.progress.WorkerMetrics;
import io.mailwright.delivery.send.LaneWorker;
import io.mailwright.delivery.send.SendRuns;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.ItemReader;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Clock;
import java.util.OptionalLong;

/**
 * Reads the next recipient from the ledger. The checkpoint holds nothing: after a restart, and
 * after any rollback, the ledger and the worker's memory say what is still to be done.
 */
@Named("deliveryReader")
@Dependent
public class DeliveryReader implements ItemReader {
  @Inject private JobContext job;
  @Inject private StepContext step;
  @Inject private SendRuns runs;
  @Inject private ProgressLog log;
  @Inject private Clock clock;

  @Inject
  @BatchProperty(name = "campaignId")
  private long campaignId;

  @Inject
  @BatchProperty(name = "worker")
  private int partition;

  @Inject
  @BatchProperty(name = "itemCount")
  private int itemCount;

  private LaneWorker worker;

  @Override
  public void open(Serializable checkpoint) {
    if (worker == null) {
      worker =
          runs.worker(campaignId, job.getExecutionId() + "." + partition, partition, itemCount);
      step.setTransientUserData(worker);
    } else {
      worker.recover();
    }
    worker.followedBy(
        new WorkerMetrics(log, inProgress(), step::getMetrics, clock)::noteNowAndThen);
  }

  private ProgressLog.Worker inProgress() {
    return new ProgressLog.Worker(job.getExecutionId(), step.getStepName(), partition);
  }

  /**
   * The next recipient, or {@link ChunkEnd} where the chunk has to be written first. JBeret does
   * not ask for the end of a chunk after an item that is skipped; were the last claimed one, the
   * worker would wait for a lane that it holds itself.
   */
  @Override
  public Object readItem() throws InterruptedException {
    if (worker.isChunkUnsent()) {
      return ChunkEnd.REACHED;
    }
    return worker.next().orElse(null);
  }

  @Override
  public Serializable checkpointInfo() {
    return null;
  }

  /** Also called before every rollback, and waits for the database, like {@link #open}. */
  @Override
  public void close() {
    if (worker != null) {
      worker.recover();
      log.note(
          inProgress(),
          worker.run().control().isStopped() ? BatchStatus.STOPPED : BatchStatus.COMPLETED,
          step.getMetrics(),
          OptionalLong.empty());
    }
  }
}
