package io.mailwright.operations.dryrun;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds up what a forecast has seen. */
final class PredictionMaker {
  private static final int MOST_SITES = 50;
  private static final int MOST_LIMITS = 20;

  /** What kept mails for less than this part of the whole time does not decide. */
  private static final double WORTH_NAMING = 0.1;

  private final long start;
  private final long lastAt;
  private final Collection<VirtualSite> sites;
  private final HoldTally holds;

  PredictionMaker(long start, long lastAt, Collection<VirtualSite> sites, HoldTally holds) {
    this.start = start;
    this.lastAt = lastAt;
    this.sites = sites;
    this.holds = holds;
  }

  /**
   * @param byHour accepted mails
   * @param whyLeft why some mails are left; empty if none are
   */
  Prediction make(Map<Instant, Long> byHour, Optional<String> whyLeft) {
    List<Prediction.Limit> limits = holds.told(MOST_LIMITS);
    double span = (lastAt - start) / 1e6;
    boolean isAtFullSpeed =
        limits.isEmpty() || limits.get(0).held().toMillis() / 1000.0 < span * WORTH_NAMING;
    long left = sum(s -> s.open);
    return new Prediction(
        VirtualClock.instant(start),
        left > 0 ? Optional.empty() : Optional.of(VirtualClock.instant(lastAt)),
        byHour.values().stream().mapToLong(Long::longValue).sum(),
        sum(s -> s.deferrals),
        sum(s -> s.failed),
        sum(s -> s.expired),
        left,
        whyLeft,
        isAtFullSpeed,
        limits,
        Map.copyOf(byHour),
        sites.stream()
            .sorted(Comparator.comparingLong((VirtualSite s) -> s.mails).reversed())
            .limit(MOST_SITES)
            .map(PredictionMaker::told)
            .toList(),
        Math.max(0, sites.size() - MOST_SITES));
  }

  private interface Number {
    long of(VirtualSite site);
  }

  private long sum(Number number) {
    return sites.stream().mapToLong(number::of).sum();
  }

  private static Prediction.SiteForecast told(VirtualSite site) {
    return new Prediction.SiteForecast(
        site.name,
        site.mails,
        site.deferrals,
        site.failed,
        site.open,
        site.open > 0 ? Optional.empty() : Optional.of(VirtualClock.instant(site.lastAt)));
  }
}
