package io.mailwright.campaign;

import java.util.Optional;
import java.util.Set;

/**
 * Who is told what becomes of a campaign, beside the addresses in its draft. It can change at any
 * time, also when the campaign is over.
 *
 * @param owner the name of the user whose it is
 * @param kinds of notices that the addresses in {@code notify} get, by their words; empty: all
 */
public record CampaignNotices(Optional<String> owner, Set<String> kinds) {
  /** Copies the kinds. */
  public CampaignNotices {
    kinds = Set.copyOf(kinds);
  }
}
