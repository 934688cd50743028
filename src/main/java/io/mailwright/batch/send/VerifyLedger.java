package io.mailwright.batch.send;

import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.report.projection.Projector;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;

/**
 * Step {@code report}: the campaign's counts must be what its rows say, or it is not called
 * finished; and its report knows all of them.
 */
@Named("verifyLedger")
@Dependent
public class VerifyLedger extends AbstractBatchlet {
  /** The timer counts what is left then. */
  private static final Duration LONGEST_COUNT = Duration.ofMinutes(1);

  @Inject private Ledger ledger;
  @Inject private Projector projector;

  @Inject
  @BatchProperty(name = "campaignId")
  private long campaignId;

  @Override
  public String process() {
    if (!ledger.countsAgree(campaignId)) {
      throw new IllegalStateException(
          "the counts of campaign " + campaignId + " differ from its rows; the rows are the truth");
    }
    projector.bringUp(campaignId, LONGEST_COUNT);
    return "COMPLETED";
  }
}
