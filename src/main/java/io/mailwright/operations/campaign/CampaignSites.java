package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.campaign.policy.Canary;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.SiteLanes;
import io.mailwright.delivery.ledger.SiteLanesQuery;
import io.mailwright.routing.brake.BrakeReleased;
import io.mailwright.routing.brake.CampaignBrakes;
import io.mailwright.routing.brake.CanaryPhase;
import io.mailwright.routing.brake.CanaryState;
import io.mailwright.routing.brake.SiteState;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How far campaigns are at each site and what holds them there, at most two seconds old while they
 * send or wait. Changes nothing.
 */
@ApplicationScoped
public class CampaignSites {
  /** What is over before anybody reads of it is a pace, and no hold. */
  private static final Duration SHORTEST = Duration.ofSeconds(3);

  private CampaignRepository campaigns;
  private SiteLanesQuery lanes;
  private CampaignBrakes brakes;
  private SitePaces paces;
  private SiteDirectory directory;
  private Clock clock;
  private RecentAnswers<CampaignStanding> recent;

  CampaignSites() {}

  @Inject
  CampaignSites(
      CampaignRepository campaigns,
      SiteLanesQuery lanes,
      CampaignBrakes brakes,
      SitePaces paces,
      SiteDirectory directory,
      Clock clock) {
    this.campaigns = campaigns;
    this.lanes = lanes;
    this.brakes = brakes;
    this.paces = paces;
    this.directory = directory;
    this.clock = clock;
    this.recent = new RecentAnswers<>(clock);
  }

  /**
   * Where a campaign stands.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@code NOT_FOUND}
   */
  public CampaignStanding of(long campaignId) {
    return of(campaigns.get(campaignId));
  }

  /** The same of one that was just read. */
  public CampaignStanding of(Campaign campaign) {
    // Where nothing moves nobody looks again, so the last look has to be right.
    return isOnItsWay(campaign.state())
        ? recent.of(campaign.id(), id -> read(campaign))
        : read(campaign);
  }

  /** Who let a site go sees it at once. */
  void released(@Observes BrakeReleased event) {
    recent.forget(event.campaignId());
  }

  /**
   * Where a campaign that sends or waits stands now, with what was read to tell it: who needs both
   * reads the pool once.
   */
  Look look(Campaign campaign) {
    Look look = read(campaign, Optional.of(paces.of(campaign)));
    recent.keep(campaign.id(), look.standing());
    return look;
  }

  /**
   * One look at a campaign. Not thread-safe.
   *
   * @param view how fast its mails may go; empty where none go
   */
  record Look(CampaignStanding standing, Optional<SitePaces.View> view) {}

  private CampaignStanding read(Campaign campaign) {
    return read(
            campaign,
            isOnItsWay(campaign.state()) ? Optional.of(paces.of(campaign)) : Optional.empty())
        .standing();
  }

  private Look read(Campaign campaign, Optional<SitePaces.View> view) {
    long campaignId = campaign.id();
    List<SiteLanes> all = lanes.of(campaignId);
    Map<String, SiteState> held =
        brakes.heldSites(campaignId, campaign.policy()).stream()
            .collect(Collectors.toMap(SiteState::site, Function.identity()));
    List<SiteProgress> sites = all.stream().map(site -> progress(site, held, view)).toList();
    return new Look(new CampaignStanding(sites, canary(campaign, all)), view);
  }

  /** Whether it sends, or goes on by itself: else what holds its lanes holds nobody. */
  static boolean isOnItsWay(CampaignState state) {
    return state == CampaignState.RUNNING || state == CampaignState.WAITING;
  }

  private SiteProgress progress(
      SiteLanes lanes, Map<String, SiteState> held, Optional<SitePaces.View> view) {
    String site = lanes.site();
    Optional<SiteHold> hold =
        Optional.ofNullable(held.get(site))
            .map(state -> new SiteHold(state.heldUntil(), state.why(), true))
            .or(() -> view.flatMap(v -> hold(lanes, v)));
    return new SiteProgress(
        site,
        directory.displayName(site),
        lanes.counts(),
        lanes.workers(),
        hold.filter(h -> lanes.counts().open() > 0 && lasts(h)),
        lanes.lastDueAt());
  }

  private boolean lasts(SiteHold hold) {
    return hold.until().isAfter(clock.instant().plus(SHORTEST));
  }

  private Optional<SiteHold> hold(SiteLanes lanes, SitePaces.View view) {
    Instant now = clock.instant();
    if (lanes.readyAt().isPresent()) {
      Instant until = lanes.readyAt().get();
      return Optional.of(
          new SiteHold(until, lanes.why().orElse("the next mail is due at " + until), false));
    }
    return view.silence(lanes.site())
        .or(() -> lanes.workers() > 0 ? Optional.empty() : view.hold(lanes.site(), now))
        .map(hold -> new SiteHold(hold.until(), hold.why(), false));
  }

  private Optional<CanaryProgress> canary(Campaign campaign, List<SiteLanes> sites) {
    Optional<CanaryState> state = brakes.canary(campaign.id());
    Optional<Canary> canary = campaign.policy().canary();
    if (canary.isEmpty() || campaign.startedAt().isEmpty() || sites.isEmpty()) {
      return Optional.empty();
    }
    CanaryPhase phase = state.map(CanaryState::phase).orElse(CanaryPhase.FILLING);
    if (campaign.state().isOver() && phase != CanaryPhase.PASSED && phase != CanaryPhase.REFUSED) {
      // Nobody was left to wait for it.
      return Optional.empty();
    }
    long audience =
        count(sites, s -> s != DeliveryState.SUPPRESSED && s != DeliveryState.CANCELLED);
    long tried =
        count(
            sites,
            s ->
                switch (s) {
                  case SENT, DEFERRED, FAILED, EXPIRED, IN_DOUBT -> true;
                  case PENDING, CLAIMED, SUPPRESSED, CANCELLED -> false;
                });
    return Optional.of(
        new CanaryProgress(
            phase,
            tried,
            canary.get().goal(audience),
            state.map(CanaryState::lookAt),
            state.map(CanaryState::why).filter(why -> !why.isEmpty())));
  }

  private static long count(List<SiteLanes> sites, Predicate<DeliveryState> which) {
    return sites.stream()
        .flatMap(site -> site.counts().byState().entrySet().stream())
        .filter(state -> which.test(state.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
