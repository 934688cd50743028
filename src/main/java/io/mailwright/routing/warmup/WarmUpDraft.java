package io.mailwright.routing.warmup;

import io.mailwright.campaign.policy.OutcomeLimits;
import io.mailwright.campaign.policy.Percent;
import io.mailwright.kernel.error.Require;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a person or a script says about a warm-up.
 *
 * @param routeId the route, 1 or more
 * @param site the site; empty: every site of the route that has no plan of its own, each by itself
 * @param steps for the site, or for the sites of big providers
 * @param smallSteps for other sites, where the plan is for every site
 * @param limits beyond which it does not grow
 */
public record WarmUpDraft(
    long routeId,
    Optional<String> site,
    WarmUpSteps steps,
    WarmUpSteps smallSteps,
    OutcomeLimits limits) {
  /** 5 % deferred, 2 % failed, 0.1 % complaints. */
  public static final OutcomeLimits USUAL_LIMITS =
      new OutcomeLimits(Percent.of(5), Percent.of(2), new Percent(10));

  /**
   * Refuses bad values.
   *
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public WarmUpDraft {
    Require.range("routeId", routeId, 1, Long.MAX_VALUE);
    site = site.map(name -> Require.line("site", name, 255).toLowerCase(Locale.ROOT));
    Objects.requireNonNull(steps);
    Objects.requireNonNull(smallSteps);
    Objects.requireNonNull(limits);
  }

  /** The usual plan. */
  public static WarmUpDraft usual(long routeId, Optional<String> site) {
    return new WarmUpDraft(routeId, site, WarmUpSteps.BIG, WarmUpSteps.SMALL, USUAL_LIMITS);
  }
}
