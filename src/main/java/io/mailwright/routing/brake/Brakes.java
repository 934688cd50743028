package io.mailwright.routing.brake;

import io.mailwright.campaign.policy.Breaker;
import io.mailwright.campaign.policy.Canary;
import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.routing.governor.Hold;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The canary and the breakers of one campaign during a run. Thread-safe. */
final class Brakes {
  private static final Logger LOG = Logger.getLogger(Brakes.class.getName());

  private final BrakeRecords store;
  private final Clock clock;
  private final long campaignId;
  private final Supplier<SendPolicy> policy;
  private final UnaryOperator<String> names;
  private final Consumer<SiteHeld> told;
  private final CanaryGate gate;
  private final Map<String, SiteBreaker> sites = new ConcurrentHashMap<>();

  /** What nobody could be told yet, since the database was away. */
  private final Queue<SiteHeld> untold = new ConcurrentLinkedQueue<>();

  Brakes(
      BrakeRecords store,
      Clock clock,
      long campaignId,
      Supplier<SendPolicy> policy,
      Map<String, SiteTally> ledger,
      UnaryOperator<String> names,
      Consumer<SiteHeld> told) {
    this.store = store;
    this.clock = clock;
    this.campaignId = campaignId;
    this.policy = policy;
    this.names = names;
    this.told = told;
    this.gate = new CanaryGate(store, clock, campaignId, ledger, names);
    store.sites(campaignId).forEach(site -> sites.put(site.site(), breaker(site)));
    policy.get().canary().ifPresent(gate::wake);
  }

  private SiteBreaker breaker(SiteState stored) {
    return new SiteBreaker(stored, names.apply(stored.site()));
  }

  boolean areOn() {
    SendPolicy now = policy.get();
    return now.breaker().isPresent() || now.canary().isPresent();
  }

  Optional<Hold> take(String site) {
    SendPolicy now = policy.get();
    if (now.breaker().isPresent()) {
      SiteBreaker breaker = sites.get(site);
      Optional<Hold> hold = breaker == null ? Optional.empty() : breaker.hold(clock.instant());
      if (hold.isPresent()) {
        return hold;
      }
    }
    Optional<Canary> canary = now.canary();
    return canary.isEmpty() ? Optional.empty() : gate.take(canary.get(), site);
  }

  /** Lets the sites go that a person let go from another node, and names them. */
  List<String> releasedElsewhere() {
    Instant now = clock.instant();
    List<SiteBreaker> held = sites.values().stream().filter(site -> site.isStored(now)).toList();
    if (held.isEmpty()) {
      return List.of();
    }
    Set<String> still = store.held(campaignId);
    List<SiteBreaker> gone = held.stream().filter(site -> !still.contains(site.site())).toList();
    gone.forEach(SiteBreaker::release);
    return gone.stream().map(SiteBreaker::site).toList();
  }

  /** Whether a person let the others go that waited for the canary, from another node. */
  boolean isCanaryLetGoElsewhere() {
    return policy.get().canary().isPresent() && gate.isLetGoElsewhere();
  }

  void giveBack(String site) {
    if (policy.get().canary().isPresent()) {
      gate.giveBack(site);
    }
  }

  void observe(String site, MailOutcome outcome, String reply) {
    SendPolicy now = policy.get();
    now.canary().ifPresent(canary -> gate.observe(canary, outcome, reply));
    Optional<Breaker> breaker = now.breaker();
    if (breaker.isPresent()) {
      SiteBreaker known = sites.computeIfAbsent(site, s -> breaker(SiteState.fresh(s)));
      if (known.observe(breaker.get(), outcome, reply, clock.instant())) {
        save(known);
        known
            .hold(clock.instant())
            .ifPresent(hold -> tell(new SiteHeld(campaignId, site, hold.why())));
      }
    }
  }

  /** Who brings the outcome of a mail must not lose it because nobody can be told of the hold. */
  private void tell(SiteHeld held) {
    try {
      told.accept(held);
    } catch (DatabaseException e) {
      untold.add(held);
      LOG.log(
          Level.WARNING,
          "that a site is left alone by campaign {0} is told later: {1}",
          new Object[] {campaignId, e.toString()});
    }
  }

  /** Tells what could not be told before. */
  void tellLate() {
    for (int left = untold.size(); left > 0; left--) {
      tell(untold.remove());
    }
  }

  /** A hold stands also while the database is away, and is written at the end then. */
  private void save(SiteBreaker breaker) {
    breaker
        .unsaved()
        .ifPresent(
            state -> {
              try {
                store.save(campaignId, state);
              } catch (DatabaseException e) {
                breaker.saveAgain();
                LOG.log(
                    Level.WARNING,
                    "what a site did to campaign {0} cannot be stored now: {1}",
                    new Object[] {campaignId, e.toString()});
              }
            });
  }

  Optional<String> refusal() {
    return policy.get().canary().isPresent() ? gate.refusal() : Optional.empty();
  }

  void release(String site) {
    SiteBreaker breaker = sites.get(site);
    if (breaker != null) {
      breaker.release();
    }
  }

  void letGoOn() {
    gate.letGoOn();
  }

  void save() {
    sites.values().forEach(this::save);
    tellLate();
  }
}
