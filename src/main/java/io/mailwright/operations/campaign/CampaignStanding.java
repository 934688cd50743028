package io.mailwright.operations.campaign;

import java.util.List;
import java.util.Optional;

/**
 * Where a campaign stands with each site.
 *
 * @param sites those with most recipients first
 * @param canary empty if it has none, or has not begun
 */
public record CampaignStanding(List<SiteProgress> sites, Optional<CanaryProgress> canary) {}
