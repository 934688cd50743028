package io.mailwright.operations.dryrun;

import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.campaign.policy.OutcomeTally;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.brake.SiteTally;
import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Gate;
import io.mailwright.routing.governor.Governor;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.quota.Permit;
import io.mailwright.routing.quota.QuotaAnswer;
import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.Quotas;
import io.mailwright.routing.quota.Subjects;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.rate.Throttle;
import io.mailwright.routing.rate.ThrottleKind;
import io.mailwright.routing.route.Pace;
import io.mailwright.routing.warmup.WarmUp;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The gates of the scheduler, copied onto a virtual clock. For one thread. */
final class TrialGates {
  private final Terms terms;
  private final CampaignBrakes brakes;
  private final WarmUp warmUp;
  private final Quotas quotas;
  private final SiteRates rates;
  private final Governor governor;
  private final Map<Long, String> names;
  private final Map<Ask, Subjects> subjects = new HashMap<>();

  /** What was taken last: only that is ever given back. */
  private Permit last;

  /**
   * The real ones, as they are now.
   *
   * @param warmUp mails of the first days of routes
   */
  record Real(WarmUp warmUp, Quotas quotas, SiteRates rates) {}

  TrialGates(Real real, Terms terms, Map<String, VirtualSite> sites, Clock clock) {
    this.terms = terms;
    this.brakes = CampaignBrakes.trial(clock);
    this.warmUp = real.warmUp().trial(clock);
    this.quotas = real.quotas().trial(clock);
    this.rates = real.rates().trial(clock);
    this.names = terms.ways().stream().collect(Collectors.toMap(Way::routeId, Way::name));
    this.governor =
        new Governor(
            List.of(new OfBrakes(), new OfWarmUp(), new OfQuotas(), new OfRates()),
            new Pace(clock));
    brakes.begin(
        terms.campaignId(),
        terms::policy,
        sites.values().stream()
            .collect(
                Collectors.toMap(
                    site -> site.name, site -> new SiteTally(site.mails, OutcomeTally.NONE))));
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

  private final class OfBrakes implements Gate {
    @Override
    public Optional<Hold> take(Ask ask) {
      return brakes.take(ask.campaignId(), ask.site());
    }

    @Override
    public void giveBack(Ask ask) {
      brakes.giveBack(ask.campaignId(), ask.site());
    }
  }

  private final class OfWarmUp implements Gate {
    @Override
    public Optional<Hold> take(Ask ask) {
      return warmUp.take(ask.routeId(), ask.site());
    }

    @Override
    public void giveBack(Ask ask) {
      warmUp.giveBack(ask.routeId(), ask.site());
    }
  }

  private final class OfQuotas implements Gate {
    @Override
    public Optional<Hold> take(Ask ask) {
      String name = names.get(ask.routeId());
      QuotaAnswer answer =
          quotas.take(
              subjects.computeIfAbsent(ask, this::subjects),
              new QuotaLabels(name, name, ask.site(), terms.name()));
      if (answer instanceof QuotaAnswer.Refused refused) {
        return Optional.of(refused.hold());
      }
      last = (Permit) answer;
      return Optional.empty();
    }

    private Subjects subjects(Ask ask) {
      return new Subjects(
          ask.serverId(), ask.routeId(), terms.from(), ask.sender(), ask.site(), ask.campaignId());
    }

    @Override
    public void giveBack(Ask ask) {
      quotas.giveBack(last);
    }
  }

  private final class OfRates implements Gate {
    @Override
    public Optional<Hold> take(Ask ask) {
      return rates.take(ask.site(), ask.routeId(), names.get(ask.routeId()));
    }

    @Override
    public void giveBack(Ask ask) {
      rates.giveBack(ask.site(), ask.routeId());
    }
  }
}
