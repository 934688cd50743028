package io.mailwright.routing.brake;

import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.campaign.policy.SendPolicy;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.site.SiteDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Holds a campaign's mails back while its canary is out, and those to a site that takes them badly.
 * Thread-safe. A campaign that has neither canary nor breaker costs a look into a map.
 */
@ApplicationScoped
public class CampaignBrakes {
  private final Map<Long, Brakes> running = new ConcurrentHashMap<>();
  private BrakeRecords store;
  private Clock clock;
  private UnaryOperator<String> names;
  private Consumer<SiteHeld> held;
  private Consumer<BrakeReleased> released;

  CampaignBrakes() {}

  @Inject
  CampaignBrakes(
      BrakeRecords store,
      Clock clock,
      SiteDirectory directory,
      Event<SiteHeld> held,
      Event<BrakeReleased> released) {
    this(
        store, clock, directory::displayName, held::fire, (Consumer<BrakeReleased>) released::fire);
  }

  /**
   * For tests.
   *
   * @param names what people call sites
   */
  CampaignBrakes(
      BrakeRecords store,
      Clock clock,
      UnaryOperator<String> names,
      Consumer<SiteHeld> held,
      Consumer<BrakeReleased> released) {
    this.store = store;
    this.clock = clock;
    this.names = names;
    this.held = held;
    this.released = released;
  }

  /**
   * Others on another clock, that begin with what is known of a campaign now and keep what comes in
   * memory.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if the database fails
   */
  public CampaignBrakes trial(long campaignId, Clock other) {
    return new CampaignBrakes(
        TrialBrakes.of(campaignId, store), other, names, held -> {}, released -> {});
  }

  /**
   * Before a run's first mail. Call under the campaign's lease.
   *
   * @param policy what the campaign says now; asked for every mail, so it must be cheap
   * @param ledger recipients and outcomes by site as the ledger has them; sites that are not named
   *     are counted under the empty name, if that is there
   * @throws io.mailwright.kernel.db.DatabaseException if the database fails
   */
  public void begin(long campaignId, Supplier<SendPolicy> policy, Map<String, SiteTally> ledger) {
    running.put(campaignId, new Brakes(store, clock, campaignId, policy, ledger, names, held));
  }

  /** Whether the campaign has a canary or a breaker now. */
  public boolean isWatched(long campaignId) {
    Brakes brakes = running.get(campaignId);
    return brakes != null && brakes.areOn();
  }

  /**
   * Asks for a mail.
   *
   * @return what holds it back; empty: it may go, and is told to {@link #observe} or given back
   */
  public Optional<Hold> take(long campaignId, String site) {
    Brakes brakes = running.get(campaignId);
    return brakes == null ? Optional.empty() : brakes.take(site);
  }

  /** Gives a mail back that was taken and then not tried. */
  public void giveBack(long campaignId, String site) {
    Brakes brakes = running.get(campaignId);
    if (brakes != null) {
      brakes.giveBack(site);
    }
  }

  /**
   * Tells what became of a mail.
   *
   * @param reply what the server said to a mail that was deferred or failed; empty if it said
   *     nothing, or was content
   */
  public void observe(long campaignId, String site, MailOutcome outcome, String reply) {
    Brakes brakes = running.get(campaignId);
    if (brakes != null) {
      brakes.observe(site, outcome, reply);
    } else if (outcome == MailOutcome.COMPLAINED) {
      // Complaints also come while nothing is sent, as while the canary is waited for.
      store.complained(campaignId);
    }
  }

  /** Why the campaign has to pause: its canary went badly. To be asked when a mail is held back. */
  public Optional<String> pauseReason(long campaignId) {
    Brakes brakes = running.get(campaignId);
    return brakes == null ? Optional.empty() : brakes.refusal();
  }

  /** After a run's last outcome: stores what it saw, for the next one. */
  public void end(long campaignId) {
    Brakes brakes = running.remove(campaignId);
    if (brakes != null) {
      brakes.save();
    }
  }

  /**
   * Lets all go although the canary is waited for or went badly.
   *
   * @return whether it was so
   */
  public boolean letGoOn(long campaignId) {
    boolean was = store.letGoOn(campaignId);
    Brakes brakes = running.get(campaignId);
    if (brakes != null) {
      brakes.letGoOn();
    }
    if (was) {
      released.accept(new BrakeReleased(campaignId, ""));
    }
    return was;
  }

  /**
   * Lets a site go on that the breaker holds; whatever node sends hears of it by {@link
   * #lookForReleases}.
   *
   * @return whether it was held
   */
  public boolean release(long campaignId, String site) {
    boolean was = store.release(campaignId, site);
    Brakes brakes = running.get(campaignId);
    if (brakes != null) {
      brakes.release(site);
    }
    if (was) {
      released.accept(new BrakeReleased(campaignId, site));
    }
    return was;
  }

  /**
   * Looks whether a person let sites go, or what waits for a canary, from another node; to be
   * called every second.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if the database fails
   */
  public void lookForReleases() {
    running.forEach(
        (campaignId, brakes) -> {
          brakes.tellLate();
          if (brakes.isCanaryLetGoElsewhere()) {
            released.accept(new BrakeReleased(campaignId, ""));
          }
          brakes
              .releasedElsewhere()
              .forEach(site -> released.accept(new BrakeReleased(campaignId, site)));
        });
  }

  /** How far the canary is, if the campaign ever had one. */
  public Optional<CanaryState> canary(long campaignId) {
    return store.canary(campaignId);
  }

  /**
   * The sites that the breaker holds now, by name.
   *
   * @param policy of the campaign: without a breaker it holds none, whatever one held before
   */
  public List<SiteState> heldSites(long campaignId, SendPolicy policy) {
    return policy.breaker().isEmpty()
        ? List.of()
        : store.sites(campaignId).stream()
            .filter(site -> site.heldUntil() != null && site.heldUntil().isAfter(clock.instant()))
            .toList();
  }
}
