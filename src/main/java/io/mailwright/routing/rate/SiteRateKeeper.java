package io.mailwright.routing.rate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets what was learned of sites outlive a restart: read at the start, and stored every few seconds
 * where it changed. What was not used for a day is forgotten, here and in memory.
 */
@ApplicationScoped
public class SiteRateKeeper {
  private static final Duration TIDYING = Duration.ofHours(1);

  private final Map<SiteRates.Key, LearnedRate> stored = new HashMap<>();
  private Instant tidyAt = Instant.MIN;
  private SiteRates rates;
  private SiteRateRepository repository;
  private Clock clock;

  SiteRateKeeper() {}

  /** For injection and tests. */
  @Inject
  public SiteRateKeeper(SiteRates rates, SiteRateRepository repository, Clock clock) {
    this.rates = rates;
    this.repository = repository;
    this.clock = clock;
  }

  /** Puts back what an earlier start of this or another node learned. */
  public synchronized void recall() {
    List<LearnedRate> found = repository.usedSince(clock.instant().minus(SiteRates.MEMORY));
    for (LearnedRate rate : found) {
      rates.recall(rate);
      stored.put(new SiteRates.Key(rate.site(), rate.routeId()), rate);
    }
  }

  /** Stores what changed; called every few seconds. */
  public synchronized void keep() {
    rates.forgetOld();
    List<LearnedRate> changed =
        rates.learned().stream()
            .filter(
                rate -> {
                  LearnedRate before = stored.get(new SiteRates.Key(rate.site(), rate.routeId()));
                  return before == null || !rate.isStoredBy(before);
                })
            .toList();
    if (!changed.isEmpty()) {
      repository.store(changed);
      changed.forEach(r -> stored.put(new SiteRates.Key(r.site(), r.routeId()), r));
    }
    Instant now = clock.instant();
    if (!now.isBefore(tidyAt)) {
      Instant last = now.minus(SiteRates.MEMORY);
      repository.forgetUnusedSince(last);
      stored.values().removeIf(rate -> rate.usedAt().isBefore(last));
      tidyAt = now.plus(TIDYING);
    }
  }
}
