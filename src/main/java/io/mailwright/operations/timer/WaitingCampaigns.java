package io.mailwright.operations.timer;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.campaign.CampaignControl;
import io.mailwright.operations.campaign.DueCampaigns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lets waiting campaigns go on when something is due. */
@ApplicationScoped
class WaitingCampaigns {
  private static final Logger LOG = Logger.getLogger(WaitingCampaigns.class.getName());

  private DueCampaigns due;
  private CampaignControl control;

  WaitingCampaigns() {}

  @Inject
  WaitingCampaigns(DueCampaigns due, CampaignControl control) {
    this.due = due;
    this.control = control;
  }

  void goOn() {
    for (long campaignId : due.now()) {
      try {
        control.goOn(campaignId, "timer");
      } catch (MailwrightException e) {
        // Another node was faster, or the last run is still ending: the next tick looks again.
        if (e.code() != ErrorCode.RUNS_ALREADY && e.code() != ErrorCode.WRONG_STATE) {
          LOG.log(Level.SEVERE, e, () -> "campaign " + campaignId + " could not go on by itself");
        }
      }
    }
  }
}
