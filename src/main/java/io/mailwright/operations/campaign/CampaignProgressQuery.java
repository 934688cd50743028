package io.mailwright.operations.campaign;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads how far campaigns are. */
public interface CampaignProgressQuery {
  /** One campaign; zeros if it has no rows yet. */
  CampaignProgress of(long campaignId);

  /** Many at once, in a fixed number of statements. */
  Map<Long, CampaignProgress> of(Collection<Long> campaignIds);

  /**
   * The campaigns with mails in doubt, newest first.
   *
   * @param most at most so many
   */
  List<Long> inDoubt(int most);
}
