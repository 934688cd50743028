package io.mailwright.routing.window;

import io.mailwright.kernel.settings.Settings;
import io.mailwright.routing.scope.NodeSingleton;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Counts how sites take mails by hour of the week, in memory, and adds it to what is stored every
 * few seconds in one go; what several nodes see adds up. An hour in which this node sees only a few
 * mails of a site says nothing and is not stored. Thread-safe.
 */
@NodeSingleton
public class HourLearning {
  /** Of so few mails no hour ever gets enough, since they fade by the week. */
  static final int FEWEST = 20;

  /** Sites of which mails were seen lately; more than that are not learned. */
  private static final int MOST_SITES = 20_000;

  /** After this long nothing is left of a count. */
  private static final int WEEKS_KEPT = 26;

  private final Map<String, AtomicReferenceArray<HourCell>> cells = new ConcurrentHashMap<>();
  private SiteHourRepository stored;
  private Clock clock;
  private boolean isOn;
  private volatile Set<String> off = Set.of();
  private int lastPurge;

  /** For injection and tests. */
  @Inject
  public HourLearning(SiteHourRepository stored, Settings settings, Clock clock) {
    this.stored = stored;
    this.clock = clock;
    this.isOn = settings.learnsHours();
  }

  /**
   * Counts one answer.
   *
   * @param site that answered
   * @param at when, about now
   * @param latency how long the answer took
   */
  public void observe(String site, Instant at, AttemptResult result, Duration latency) {
    if (!isOn || off.contains(site)) {
      return;
    }
    AtomicReferenceArray<HourCell> week = cells.get(site);
    if (week == null) {
      if (cells.size() >= MOST_SITES) {
        return;
      }
      week = cells.computeIfAbsent(site, any -> new AtomicReferenceArray<>(HourOfWeek.COUNT));
    }
    int hour = HourOfWeek.of(at);
    HourCell cell = week.get(hour);
    if (cell == null) {
      week.compareAndSet(hour, null, new HourCell());
      cell = week.get(hour);
    }
    cell.add(result, latency);
  }

  /**
   * Stores what was counted since the last call, and looks which sites are off. For one caller at a
   * time.
   *
   * @throws io.mailwright.kernel.db.DatabaseException what was counted is kept for the next call
   */
  public void flush() {
    if (!isOn) {
      return;
    }
    off = stored.off();
    Instant now = clock.instant();
    List<SiteHourRepository.Seen> seen = new ArrayList<>();
    List<HourCell> taken = new ArrayList<>();
    cells.forEach((site, week) -> take(site, week, now, seen, taken));
    if (!seen.isEmpty()) {
      try {
        stored.add(seen);
      } catch (RuntimeException e) {
        for (int i = 0; i < taken.size(); i++) {
          taken.get(i).giveBack(seen.get(i).count());
        }
        throw e;
      }
    }
    int thisWeek = HourOfWeek.weekOf(now);
    if (lastPurge != thisWeek) {
      stored.forgetBefore(thisWeek - WEEKS_KEPT);
      lastPurge = thisWeek;
    }
  }

  private void take(
      String site,
      AtomicReferenceArray<HourCell> week,
      Instant now,
      List<SiteHourRepository.Seen> seen,
      List<HourCell> taken) {
    int hourNow = HourOfWeek.of(now);
    boolean isIdle = true;
    for (int hour = 0; hour < HourOfWeek.COUNT; hour++) {
      HourCell cell = week.get(hour);
      if (cell == null) {
        continue;
      }
      // A mail of the last hour may still be answered: its cell stays for another hour.
      boolean isOver = hour != hourNow && Math.floorMod(hour + 1, HourOfWeek.COUNT) != hourNow;
      if (cell.isWorthStoring(FEWEST)) {
        HourCount count = cell.take();
        if (count.observations() > 0) {
          seen.add(
              new SiteHourRepository.Seen(
                  site, hour, HourOfWeek.weekOf(weekOf(hour, hourNow, now)), count));
          taken.add(cell);
        } else if (isOver) {
          week.set(hour, null);
        }
      } else if (isOver) {
        week.set(hour, null);
      }
      isIdle &= week.get(hour) == null;
    }
    if (isIdle) {
      cells.remove(site, week);
    }
  }

  /** An instant in the hour that was last, so that Sunday's last hour counts for its own week. */
  private static Instant weekOf(int hour, int hourNow, Instant now) {
    return now.minus(Duration.ofHours(Math.floorMod(hourNow - hour, HourOfWeek.COUNT)));
  }

  /** Forgets what was counted of a site and not yet stored. */
  void forget(String site) {
    cells.remove(site);
  }
}
