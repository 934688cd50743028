package io.mailwright.console.routing;

import io.mailwright.routing.rate.SilentSites;
import io.mailwright.routing.rate.SiteAllowance;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a site by a route.
 *
 * @param allowance what it takes now, as far as it has told
 * @param silence how it is if it did not answer, or does so slowly
 * @param usedAt when something was last sent there
 */
public record SiteRate(
    String site,
    long routeId,
    SiteAllowance allowance,
    Optional<SilentSites.Standing> silence,
    Instant usedAt) {

  /** Whether it asked for less in some way, or leaves mails unanswered. */
  public boolean isLimited() {
    return allowance.perSecond().isPresent()
        || allowance.connections().isPresent()
        || allowance.pausedUntil().isPresent()
        || silence.isPresent();
  }

  /** Until when mails to it wait: it asked for that, or is left to itself. */
  public Optional<Instant> waitsUntil() {
    return Stream.concat(
            allowance.pausedUntil().stream(), silence.flatMap(SilentSites.Standing::until).stream())
        .max(Comparator.naturalOrder());
  }
}
