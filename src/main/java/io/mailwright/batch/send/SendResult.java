package io.mailwright.batch.send;

import io.mailwright.delivery.ledger.DeliveryQuery;
import io.mailwright.delivery.send.SendRuns;
import io.mailwright.routing.route.WorkerSeats;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.listener.AbstractStepListener;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Says after all workers have ended whether the campaign is done or waits. */
@Named("sendResult")
@Dependent
public class SendResult extends AbstractStepListener {
  /** Exit status of a run that ends with open rows. */
  public static final String WAITING = "WAITING";

  @Inject private StepContext step;
  @Inject private DeliveryQuery deliveries;
  @Inject private SendRuns runs;
  @Inject private WorkerSeats seats;

  @Inject
  @BatchProperty(name = "campaignId")
  private long campaignId;

  @Override
  public void afterStep() {
    seats.giveBack(campaignId);
    BatchStatus status = step.getBatchStatus();
    if (status != BatchStatus.FAILED
        && status != BatchStatus.STOPPED
        && status != BatchStatus.STOPPING) {
      long open = runs.get(campaignId).patiently(() -> deliveries.counts(campaignId).open());
      step.setExitStatus(open > 0 ? WAITING : "COMPLETED");
    }
  }
}
