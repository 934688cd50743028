package io.mailwright.delivery.send;

import io.mailwright.routing.governor.Hold;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What holds the whole campaign or a whole site back now, so that only one worker has to meet it
 * and the others leave the site's lanes alone. One a run; thread-safe.
 */
final class RunHolds {
  private final Clock clock;
  private final Map<String, Hold> sites = new ConcurrentHashMap<>();
  private final AtomicReference<Hold> campaign = new AtomicReference<>();

  RunHolds(Clock clock) {
    this.clock = clock;
  }

  /** No mail to this site may go until the hold ends. */
  void holdSite(String site, Hold hold) {
    sites.merge(site, hold, Hold::orLater);
  }

  /** No mail of the campaign may go until the hold ends. */
  void holdAll(Hold hold) {
    campaign.accumulateAndGet(hold, (old, met) -> old == null ? met : old.orLater(met));
  }

  /** What holds a lane of this site back now. */
  Optional<Hold> of(String site) {
    Instant now = clock.instant();
    return Optional.ofNullable(campaign.get())
        .filter(hold -> hold.until().isAfter(now))
        .or(() -> Optional.ofNullable(sites.get(site)).filter(h -> h.until().isAfter(now)));
  }

  /** Limits have changed: what held may hold no longer. */
  void forget() {
    sites.clear();
    campaign.set(null);
  }
}
