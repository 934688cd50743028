package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.delivery.ledger.SiteLanes;
import io.mailwright.routing.brake.CanaryPhase;
import io.mailwright.routing.window.SendWindow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Puts what is known of a campaign's sites together for {@link FinishEstimate}. */
@ApplicationScoped
class RoutedForecast implements FinishForecast {
  private CampaignRepository campaigns;
  private CampaignSites sites;
  private Clock clock;
  private RecentAnswers<Optional<Finish>> recent;

  RoutedForecast() {}

  @Inject
  RoutedForecast(CampaignRepository campaigns, CampaignSites sites, Clock clock) {
    this.campaigns = campaigns;
    this.sites = sites;
    this.clock = clock;
    this.recent = new RecentAnswers<>(clock);
  }

  @Override
  public Optional<Finish> of(
      long campaignId, Optional<Campaign> campaign, double rate, double average) {
    return recent.of(
        campaignId, id -> estimate(campaign.orElseGet(() -> campaigns.get(id)), rate, average));
  }

  private Optional<Finish> estimate(Campaign campaign, double rate, double average) {
    if (!CampaignSites.isOnItsWay(campaign.state())) {
      return Optional.empty();
    }
    CampaignSites.Look look = sites.look(campaign);
    CampaignStanding standing = look.standing();
    if (standing.canary().filter(c -> c.phase() == CanaryPhase.REFUSED).isPresent()) {
      return Optional.empty();
    }
    SitePaces.View view = look.view().orElseThrow();
    long total = standing.sites().stream().mapToLong(s -> s.counts().total()).sum();
    List<FinishEstimate.Part> parts =
        standing.sites().stream()
            .map(
                site ->
                    part(site, isCanaryOut(standing) ? 0 : ownLanes(site, total, campaign), view))
            .toList();
    List<Pace> shared = new ArrayList<>(view.shared());
    shared.addAll(spills(standing, view));
    return new FinishEstimate(clock.instant(), view.window()::openAtOrAfter)
        .of(parts, shared, presentRate(standing, parts, view, rate, average));
  }

  private static List<Pace> spills(CampaignStanding standing, SitePaces.View view) {
    Map<String, Long> open = new LinkedHashMap<>();
    long total = 0;
    for (SiteProgress site : standing.sites()) {
      long mails = site.counts().open();
      total += mails;
      if (mails > 0 && !site.isOthers()) {
        open.put(site.site(), mails);
      }
    }
    return view.spills(open, total);
  }

  private static boolean isCanaryOut(CampaignStanding standing) {
    return standing.canary().filter(c -> c.phase() != CanaryPhase.PASSED).isPresent();
  }

  private static int ownLanes(SiteProgress site, long total, Campaign campaign) {
    return site.isOthers()
        ? 0
        : SiteLanes.ownLanes(site.counts().total(), total, campaign.workers());
  }

  /** A lane is one worker's at a time, so few lanes go on when all others are done. */
  private static Optional<Pace> byLanes(SiteProgress site, int lanes, SitePaces.View view) {
    return lanes == 0
        ? Optional.empty()
        : view.workOf(site.site())
            .filter(each -> !each.isZero())
            .map(
                each -> new Pace.Steady(lanes * 1e9 / each.toNanos(), FinishEstimate.PRESENT_RATE));
  }

  private static FinishEstimate.Part part(SiteProgress site, int lanes, SitePaces.View view) {
    long open = site.counts().open();
    List<Pace> paces = new ArrayList<>();
    if (open > 0 && !site.isOthers()) {
      paces.addAll(view.ofSite(site.site()));
      byLanes(site, lanes, view).ifPresent(paces::add);
    }
    return new FinishEstimate.Part(
        open,
        site.hold().map(hold -> new Finish(hold.until(), hold.why())),
        site.hold().filter(hold -> SendWindow.isWhyClosed(hold.why())).isPresent(),
        paces,
        site.lastDueAt());
  }

  /**
   * Best is to know how long the mails that are left keep a worker: those of slow sites go last.
   */
  private double presentRate(
      CampaignStanding standing,
      List<FinishEstimate.Part> parts,
      SitePaces.View view,
      double rate,
      double average) {
    if (isCanaryOut(standing)) {
      return 0;
    }
    OptionalDouble byWork = rateByWork(standing, view);
    if (rate > 0 && byWork.isPresent()) {
      return byWork.getAsDouble();
    }
    return FinishEstimate.presentRate(parts, view.shared(), rate, average);
  }

  private OptionalDouble rateByWork(CampaignStanding standing, SitePaces.View view) {
    double seconds = 0;
    long mails = 0;
    for (SiteProgress site : standing.sites()) {
      long open = site.hold().isPresent() ? 0 : site.counts().open();
      if (open > 0) {
        Optional<Duration> each = view.workOf(site.site());
        if (each.isEmpty()) {
          return OptionalDouble.empty();
        }
        mails += open;
        seconds += each.get().toNanos() / 1e9 * open;
      }
    }
    return seconds > 0
        ? OptionalDouble.of(mails * view.workers() / seconds)
        : OptionalDouble.empty();
  }
}
