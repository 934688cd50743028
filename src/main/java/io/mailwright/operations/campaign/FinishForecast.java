package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import java.util.Optional;

/** Says when campaigns will be done. */
interface FinishForecast {
  /**
   * When a campaign that sends or waits will be done. Cheap enough for pages that look every two
   * seconds.
   *
   * @param campaign as it was read a moment ago; empty: it is read, if it has to be
   * @param recent accepted mails a second as it goes now; 0 if it does not
   * @param average the same over all the time at work; 0 if nothing went yet
   * @return empty if nothing is known by which to tell
   */
  Optional<Finish> of(long campaignId, Optional<Campaign> campaign, double recent, double average);
}
