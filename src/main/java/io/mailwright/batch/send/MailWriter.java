package io.mailwright.batch.send;

import io.mailwright.delivery.send.LaneWorker;
import io.mailwright.delivery.send.Rendered;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** Sends a chunk. Never throws for a recipient: what becomes of each is data in the ledger. */
@Named("mailWriter")
@Dependent
public class MailWriter extends AbstractItemWriter {
  @Inject private StepContext step;

  @Override
  public void writeItems(List<Object> items) throws InterruptedException {
    LaneWorker worker = (LaneWorker) step.getTransientUserData();
    worker.send(items.stream().map(Rendered.class::cast).toList());
  }
}
