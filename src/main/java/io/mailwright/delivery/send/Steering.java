package io.mailwright.delivery.send;

import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Governor;
import io.mailwright.routing.governor.StandardGates;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.route.WorkerSeats;
import io.mailwright.routing.share.FairShares;
import io.mailwright.routing.site.SiteDirectory;
import io.mailwright.routing.warmup.WarmUp;
import io.mailwright.routing.window.AttemptResult;
import io.mailwright.routing.window.HourLearning;
import io.mailwright.routing.window.SendWindow;
import io.mailwright.routing.window.SendWindows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What steers the runs of this node beside their routes: sites, limits, hours, shares, canary and
 * breaker. Thread-safe.
 */
@ApplicationScoped
public class Steering {
  private SiteDirectory sites;
  private SendWindows windows;
  private CampaignBrakes brakes;
  private FairShares shares;
  private WorkerSeats seats;
  private StandardGates gates;
  private SiteRates rates;
  private HourLearning hours;
  private WarmUp warmUp;
  private Ledger ledger;
  private Clock clock;

  Steering() {}

  /** For injection. */
  @Inject
  public Steering(
      SiteDirectory sites,
      SendWindows windows,
      CampaignBrakes brakes,
      FairShares shares,
      WorkerSeats seats,
      StandardGates gates,
      SiteRates rates,
      HourLearning hours,
      WarmUp warmUp,
      Ledger ledger,
      Clock clock) {
    this.sites = sites;
    this.windows = windows;
    this.brakes = brakes;
    this.shares = shares;
    this.seats = seats;
    this.gates = gates;
    this.rates = rates;
    this.hours = hours;
    this.warmUp = warmUp;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Asks all limits of the product. */
  Governor governor() {
    return gates.governor();
  }

  /** What learns from outcomes. */
  Lessons lessons() {
    return new Lessons(
        rates,
        List.of(
            this::learnHour,
            (ask, outcome, reply, own) -> warmUp.observe(ask.routeId(), ask.site(), outcome),
            (ask, outcome, reply, own) ->
                brakes.observe(ask.campaignId(), ask.site(), outcome, reply)));
  }

  private void learnHour(Ask ask, MailOutcome outcome, String reply, Duration own) {
    switch (outcome) {
      case ACCEPTED -> learnHour(ask, AttemptResult.ACCEPTED, own);
      case DEFERRED -> learnHour(ask, AttemptResult.DEFERRED, own);
      case FAILED -> learnHour(ask, AttemptResult.FAILED, own);
      case COMPLAINED -> {
        // It says nothing about the hour.
      }
    }
  }

  private void learnHour(Ask ask, AttemptResult result, Duration own) {
    hours.observe(ask.site(), clock.instant(), result, own);
  }

  SiteRates rates() {
    return rates;
  }

  FairShares shares() {
    return shares;
  }

  SiteDirectory sites() {
    return sites;
  }

  /** When a campaign sends, as its limits say now. */
  Supplier<SendWindow> window(long campaignId, Supplier<SendLimits> limits) {
    return () -> windows.of(campaignId, limits.get().window());
  }

  /** A campaign's share of the node's workers now. */
  IntSupplier mostWorkers(long campaignId) {
    return () -> seats.entitled(campaignId);
  }

  /** Why a campaign has to pause, if its canary went badly. */
  Supplier<Optional<String>> brake(long campaignId) {
    return () -> brakes.pauseReason(campaignId);
  }

  /** Before a run's first mail; under the campaign's lease. */
  void begin(long campaignId, Supplier<SendLimits> limits) {
    sites.refresh();
    gates.renew();
    brakes.begin(campaignId, () -> limits.get().policy(), ledger.bySite(campaignId));
    shares.active(campaignId, limits.get().standing());
  }

  /** After a run's last outcome. */
  void end(long campaignId) {
    shares.idle(campaignId);
    brakes.end(campaignId);
    windows.forget(campaignId);
    warmUp.settle();
  }
}
