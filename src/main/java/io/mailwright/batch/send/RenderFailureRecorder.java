package io.mailwright.batch.send;

import io.mailwright.content.render.RenderFailure;
import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.send.LaneWorker;
import jakarta.batch.api.chunk.listener.SkipProcessListener;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * Records a recipient whose mail cannot be made as FAILED, in a transaction of the ledger's own.
 */
@Named("renderFailureRecorder")
@Dependent
public class RenderFailureRecorder implements SkipProcessListener {
  @Inject private StepContext step;

  @Override
  public void onSkipProcessItem(Object item, Exception failure) {
    LaneWorker worker = (LaneWorker) step.getTransientUserData();
    String reason = failure instanceof RenderFailure f ? f.reason() : failure.getMessage();
    worker.cannotRender((ClaimedDelivery) item, reason);
  }
}
