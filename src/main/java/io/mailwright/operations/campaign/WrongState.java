package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignState;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.util.Locale;

/** The refusal of what a campaign's state does not allow. */
final class WrongState {
  private WrongState() {}

  /** Refuses an action that the state does not allow. */
  static void refuse(Campaign campaign, CampaignState.Action action) {
    if (!action.from().contains(campaign.state())) {
      throw of(
          campaign,
          switch (action) {
            case START -> "started";
            case PAUSE -> "paused";
            case RESUME -> "resumed";
            case CANCEL -> "cancelled";
          });
    }
  }

  /**
   * @param what could not be done to it: "cannot be … now"
   */
  static MailwrightException of(Campaign campaign, String what) {
    return new MailwrightException(
        ErrorCode.WRONG_STATE,
        "Campaign "
            + campaign.id()
            + " is "
            + campaign.state().name().toLowerCase(Locale.ROOT)
            + " and cannot be "
            + what
            + " now. Nothing was changed.");
  }
}
