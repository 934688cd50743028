package io.mailwright.batch.intake;

import io.mailwright.audience.intake.RejectedRow;
import jakarta.batch.api.chunk.listener.SkipProcessListener;
import jakarta.batch.api.chunk.listener.SkipReadListener;
import jakarta.batch.api.listener.AbstractStepListener;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * Keeps what the job skips for the next transaction of the store. When the step ends before that,
 * by a stop or past the skip limit, the rejects are stored all the same: people look at them.
 */
@Named("importRejects")
@Dependent
public class ImportRejects extends AbstractStepListener
    implements SkipReadListener, SkipProcessListener {
  @Inject StepContext step;

  // The job lists this one class as skippable and nothing else.
  @Override
  public void onSkipReadItem(Exception reason) {
    ChunkInHand.of(step).recordRejected(((RejectedRow) reason).rejection());
  }

  @Override
  public void onSkipProcessItem(Object item, Exception reason) {
    ChunkInHand.of(step).rowRejected(((RejectedRow) reason).rejection());
  }

  @Override
  public void afterStep() {
    ChunkInHand chunk = ChunkInHand.of(step);
    if (chunk != null) {
      chunk.storeRejects();
    }
  }
}
