package io.mailwright.routing.governor;

import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.quota.Permit;
import io.mailwright.routing.quota.QuotaAnswer;
import io.mailwright.routing.quota.Quotas;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.route.Pace;
import io.mailwright.routing.share.FairShares;
import io.mailwright.routing.share.OfAllNodes;
import io.mailwright.routing.warmup.WarmUp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/**
 * All limits of the product as gates: canary and breaker, warm-up, what sites take, quotas. What
 * campaigns share, a site's pace and a server's quotas, they take in turns.
 */
@ApplicationScoped
public class StandardGates {
  private CampaignBrakes brakes;
  private WarmUp warmUp;
  private SiteRates rates;
  private Quotas quotas;
  private FairShares shares;
  private Pace pace;

  /** What is shared: a site's pace by a route. */
  private record SiteOnRoute(String site, long routeId, String siteName, String route) {
    @Override
    public String toString() {
      return siteName + " on route " + route;
    }
  }

  /** What is shared: a server's quotas. */
  private record Server(long id, String name) implements OfAllNodes {
    @Override
    public String commonName() {
      return "quotas:" + id;
    }

    @Override
    public String toString() {
      return "server " + name;
    }
  }

  StandardGates() {}

  /** For injection. */
  @Inject
  public StandardGates(
      CampaignBrakes brakes,
      WarmUp warmUp,
      SiteRates rates,
      Quotas quotas,
      FairShares shares,
      Pace pace) {
    this.brakes = brakes;
    this.warmUp = warmUp;
    this.rates = rates;
    this.quotas = quotas;
    this.shares = shares;
    this.pace = pace;
  }

  /** A governor that asks all of them. */
  public Governor governor() {
    return new Governor(
        List.of(
            this::brake,
            new SharedGate(
                shares,
                new RateGate(rates),
                ask -> rates.isLimited(ask.site(), ask.routeId()),
                ask ->
                    new SiteOnRoute(
                        ask.site(), ask.routeId(), ask.labels().site(), ask.labels().route())),
            new SharedGate(
                shares,
                this::quota,
                ask -> quotas.areThere(ask.subjects()),
                ask -> new Server(ask.serverId(), ask.labels().server())),
            this::warmUp),
        pace,
        shares);
  }

  /** Before a campaign's first mail: what people set by now holds for it. */
  public void renew() {
    quotas.renew();
    warmUp.renew();
  }

  private GateAnswer brake(Ask ask) {
    if (!brakes.isWatched(ask.campaignId())) {
      return GateAnswer.FREE;
    }
    return GateAnswer.of(
        brakes.take(ask.campaignId(), ask.site()),
        () -> brakes.giveBack(ask.campaignId(), ask.site()));
  }

  private GateAnswer warmUp(Ask ask) {
    if (!warmUp.isPlanned(ask.routeId(), ask.site())) {
      return GateAnswer.FREE;
    }
    long day = warmUp.day();
    return GateAnswer.of(warmUp.take(ask), () -> warmUp.giveBack(ask.routeId(), ask.site(), day));
  }

  private GateAnswer quota(Ask ask) {
    QuotaAnswer answer = quotas.take(ask.subjects(), ask.labels());
    if (answer instanceof QuotaAnswer.Refused refused) {
      return new GateAnswer.Held(refused.hold());
    }
    Permit permit = (Permit) answer;
    if (permit.isFree()) {
      return GateAnswer.FREE;
    }
    return new GateAnswer.Passed(
        () -> quotas.giveBack(permit), permit.goodUntil(), () -> quotas.untilDue(permit));
  }
}
