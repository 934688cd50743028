package io.mailwright.console.routing;

import io.mailwright.routing.rate.SiteAllowance;
import java.time.Instant;

/**
 * What is known of a site by a route.
 *
 * @param allowance what it takes now, as far as it has told
 * @param usedAt when something was last sent there
 */
public record SiteRate(String site, long routeId, SiteAllowance allowance, Instant usedAt) {

  /** Whether it asked for less in some way. */
  public boolean isLimited() {
    return allowance.perSecond().isPresent()
        || allowance.connections().isPresent()
        || allowance.pausedUntil().isPresent();
  }
}
