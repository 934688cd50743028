package io.mailwright.operations.dryrun;

import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.campaign.policy.OutcomeTally;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.brake.SiteTally;
import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Governor;
import io.mailwright.routing.governor.StandardGates;
import io.mailwright.routing.quota.Quotas;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.rate.Throttle;
import io.mailwright.routing.rate.ThrottleKind;
import io.mailwright.routing.route.Pace;
import io.mailwright.routing.share.FairShares;
import io.mailwright.routing.warmup.WarmUp;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The gates of the scheduler, copied onto a virtual clock. For one thread. */
final class TrialGates {
  private final Terms terms;
  private final CampaignBrakes brakes;
  private final WarmUp warmUp;
  private final SiteRates rates;
  private final UnaryOperator<String> names;
  private final Governor governor;

  /**
   * The real ones, as they are now.
   *
   * @param warmUp mails of the first days of routes
   * @param brakes the canary, and what its breaker holds, of a campaign that has started
   * @param names what people call sites
   */
  record Real(
      WarmUp warmUp,
      Quotas quotas,
      SiteRates rates,
      CampaignBrakes brakes,
      UnaryOperator<String> names) {}

  TrialGates(Real real, Terms terms, Map<String, VirtualSite> sites, Clock clock) {
    this.terms = terms;
    this.brakes = real.brakes().trial(terms.campaignId(), clock);
    this.warmUp = real.warmUp().trial(clock);
    this.names = real.names();
    this.rates = real.rates().trial(clock);
    this.governor =
        new StandardGates(
                brakes,
                warmUp,
                rates,
                real.quotas().trial(clock),
                new FairShares(clock),
                Pace.alone(clock))
            .governor();
    brakes.begin(
        terms.campaignId(),
        terms::policy,
        sites.values().stream()
            .collect(
                Collectors.toMap(
                    site -> site.name, site -> new SiteTally(site.mails, OutcomeTally.NONE))));
  }

  /** What people call a site. */
  String nameOf(String site) {
    return names.apply(site);
  }

  Governor governor() {
    return governor;
  }

  /** Why the campaign would pause. */
  Optional<String> pauseReason() {
    return brakes.pauseReason(terms.campaignId());
  }

  void accepted(Ask ask, Duration latency) {
    rates.accepted(ask.site(), ask.routeId(), latency);
    observe(ask, MailOutcome.ACCEPTED);
  }

  void deferred(Ask ask, Duration latency) {
    rates.deferred(ask.site(), ask.routeId(), latency);
    observe(ask, MailOutcome.DEFERRED);
  }

  void throttled(Ask ask, Duration latency) {
    rates.throttled(
        ask.site(),
        ask.routeId(),
        new Throttle(ThrottleKind.RATE, Optional.empty(), "too fast for what was learned"),
        latency);
    observe(ask, MailOutcome.DEFERRED);
  }

  void failed(Ask ask, Duration latency) {
    rates.failed(ask.site(), ask.routeId(), latency);
    observe(ask, MailOutcome.FAILED);
  }

  private void observe(Ask ask, MailOutcome outcome) {
    warmUp.observe(ask.routeId(), ask.site(), outcome);
    brakes.observe(ask.campaignId(), ask.site(), outcome, "");
  }
}
