package io.mailwright.batch.send;

import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.send.LaneWorker;
import jakarta.batch.api.chunk.ItemProcessor;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Makes the mail of one recipient. Runs no SQL: all it needs came with the claim. */
@Named("mailRenderer")
@Dependent
public class MailRenderer implements ItemProcessor {
  @Inject private StepContext step;

  @Override
  public Object processItem(Object item) {
    if (item == ChunkEnd.REACHED) {
      return null;
    }
    LaneWorker worker = (LaneWorker) step.getTransientUserData();
    return worker.render((ClaimedDelivery) item);
  }
}
