package io.mailwright.routing.window;

import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.kernel.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What was learned of the hours of all sites, as it was read last. Asking costs no statement: who
 * ticks reads it anew while it is used. Thread-safe.
 */
@ApplicationScoped
public class HourTable {
  private static final Logger LOG = Logger.getLogger(HourTable.class.getName());

  private SiteHourRepository stored;
  private HourLearning learning;
  private Clock clock;
  private boolean isOn;
  private volatile Map<String, SiteHours> sites = Map.of();
  private volatile boolean isAsked;
  private boolean isRead;

  HourTable() {}

  /** For injection and tests. */
  @Inject
  public HourTable(
      SiteHourRepository stored, HourLearning learning, Settings settings, Clock clock) {
    this.stored = stored;
    this.learning = learning;
    this.clock = clock;
    this.isOn = settings.learnsHours();
  }

  /** Whether hours are learned and heeded at all. */
  public boolean isOn() {
    return isOn;
  }

  /**
   * The hours of a site as they were read last; {@link SiteHours#UNKNOWN} for one of which nothing
   * is known or which is off.
   */
  public SiteHours of(String site) {
    if (!isAsked) {
      isAsked = true;
      readFirst();
    }
    return sites.getOrDefault(site, SiteHours.UNKNOWN);
  }

  private synchronized void readFirst() {
    if (isRead) {
      return;
    }
    try {
      refresh();
    } catch (DatabaseException e) {
      // Mails go on as if nothing were known; the next tick reads.
      LOG.log(Level.WARNING, "the hours of sites cannot be read now: {0}", e.toString());
    }
  }

  /** Reads it anew if it was asked since the last time. */
  public void refreshIfAsked() {
    if (isAsked) {
      isAsked = false;
      refresh();
    }
  }

  /** Reads it anew. What is as before stays the same object, so that who keeps answers sees it. */
  public synchronized void refresh() {
    if (!isOn) {
      return;
    }
    Map<String, SiteHours> fresh = new HashMap<>(stored.all(HourOfWeek.weekOf(clock.instant())));
    Map<String, SiteHours> before = sites;
    fresh.replaceAll((site, hours) -> hours.equals(before.get(site)) ? before.get(site) : hours);
    sites = fresh;
    isRead = true;
  }

  /** What is stored of a site now, be it on or off; empty if nothing is known. */
  public Optional<SiteHours> stored(String site) {
    return stored.of(site, HourOfWeek.weekOf(clock.instant()));
  }

  /** The sites of whose hours something is stored, on or off. */
  public Set<String> sites() {
    return stored.sites();
  }

  /** Whether a site's hours are learned and heeded. */
  public boolean learns(String site) {
    return isOn && !stored.off().contains(site);
  }

  /** Turns a site's learning on or off; other nodes follow within a minute. */
  public void learn(String site, boolean on) {
    stored.learn(site, on);
    refresh();
  }

  /** Forgets all about a site; other nodes follow within a minute. */
  public void forget(String site) {
    learning.forget(site);
    stored.forget(site);
    refresh();
  }
}
