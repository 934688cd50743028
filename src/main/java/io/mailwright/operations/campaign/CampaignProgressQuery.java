package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads how far campaigns are. */
public interface CampaignProgressQuery {
  /** One campaign; zeros if it has no rows yet. */
  CampaignProgress of(long campaignId);

  /** The same of one that was just read, which need not be read again. */
  CampaignProgress of(Campaign campaign);

  /** Many at once, in a fixed number of statements. */
  Map<Long, CampaignProgress> of(Collection<Long> campaignIds);

  /**
   * The campaigns with mails in doubt, newest first.
   *
   * @param most at most so many
   */
  List<Long> inDoubt(int most);
}
