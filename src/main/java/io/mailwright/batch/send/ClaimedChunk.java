package io.mailwright.batch.send;

import io.mailwright.delivery.send.LaneWorker;
import jakarta.batch.api.chunk.AbstractCheckpointAlgorithm;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * A chunk is what one claim took: it ends when the last claimed recipient is read, or before that
 * when its mails are as large as memory allows.
 */
@Named("claimedChunk")
@Dependent
public class ClaimedChunk extends AbstractCheckpointAlgorithm {
  /**
   * Send budget 30 s, 600 s for the reply after a dot (RFC 5321 section 4.5.3.2.6), 60 s to record.
   */
  private static final int TIMEOUT_SECONDS = 690;

  @Inject private StepContext step;

  @Override
  public int checkpointTimeout() {
    return TIMEOUT_SECONDS;
  }

  @Override
  public boolean isReadyToCheckpoint() {
    return ((LaneWorker) step.getTransientUserData()).isChunkRead();
  }
}
