package io.mailwright.batch.send;

import io.mailwright.campaign.CampaignFinished;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Step {@code notify}: tells whoever listens that a campaign is finished. */
@Named("tellOwner")
@Dependent
public class TellOwner extends AbstractBatchlet {
  @Inject private Event<CampaignFinished> finished;

  @Inject
  @BatchProperty(name = "campaignId")
  private long campaignId;

  @Override
  public String process() {
    finished.fire(new CampaignFinished(campaignId));
    return "COMPLETED";
  }
}
