package io.mailwright.console.campaign;

import io.mailwright.delivery.ledger.DeliveryCounts;
import io.mailwright.operations.campaign.CampaignProgress;
import java.util.Map;
import java.util.Optional;

/** The numbers of a campaign that has none yet. */
final class CampaignNumbers {
  static final CampaignProgress NONE =
      new CampaignProgress(
          new DeliveryCounts(Map.of()), 0, 0, Optional.empty(), Optional.empty(), false);

  private CampaignNumbers() {}
}
