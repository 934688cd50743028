package io.mailwright.console.routing;

import io.mailwright.routing.window.HourCount;
import io.mailwright.routing.window.HourOfWeek;
import io.mailwright.routing.window.SiteHours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How a site took mails by hour of the week, ready to be drawn. Hours are learned in UTC; where the
 * viewer's zone is whole hours from that, they are shown in it as it is now.
 *
 * @param zone of the hours as they are shown
 * @param days from Monday on
 */
public record HeatMap(ZoneId zone, List<Day> days) {
  private static final int HOURS = 24;
  private static final int SECONDS = 3600;

  /** An accepted share below each of these is a step worse. */
  private static final double[] SHARES = {0.995, 0.98, 0.95, 0.85};

  /** A latency above so many times the usual one is a step worse. */
  private static final double[] TIMES = {1.25, 1.5, 2, 3};

  /**
   * A day.
   *
   * @param name in the viewer's language
   * @param cells from midnight on
   */
  public record Day(String name, List<Cell> cells) {}

  /**
   * An hour.
   *
   * @param hour of the day, 0 to 23
   * @param level from 1, good, to 5, bad; 0: too few mails to say
   */
  public record Cell(int hour, HourCount count, boolean isPeak, int level) {}

  /**
   * The map.
   *
   * @param isByLatency whether hours are told apart by latency, and not by the accepted share
   * @param viewer whose zone is meant
   */
  public static HeatMap of(
      SiteHours hours, boolean isByLatency, ZoneId viewer, Instant now, Locale language) {
    int seconds = viewer.getRules().getOffset(now).getTotalSeconds();
    boolean isWhole = seconds % SECONDS == 0;
    int ahead = isWhole ? seconds / SECONDS : 0;
    OptionalDouble usual = isByLatency ? usualLatency(hours) : OptionalDouble.empty();
    List<Day> days = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      List<Cell> cells = new ArrayList<>();
      for (int hour = 0; hour < HOURS; hour++) {
        int at = Math.floorMod((day.getValue() - 1) * HOURS + hour - ahead, HourOfWeek.COUNT);
        HourCount count = hours.count(at);
        cells.add(new Cell(hour, count, hours.isPeak(at), level(count, isByLatency, usual)));
      }
      days.add(new Day(day.getDisplayName(TextStyle.SHORT, language), cells));
    }
    return new HeatMap(isWhole ? viewer : ZoneOffset.UTC, days);
  }

  /** The median of the hours that say something. */
  private static OptionalDouble usualLatency(SiteHours hours) {
    List<Double> known = new ArrayList<>();
    for (int hour = 0; hour < HourOfWeek.COUNT; hour++) {
      if (hours.count(hour).isEnough()) {
        known.add(hours.count(hour).latency());
      }
    }
    known.sort(null);
    return known.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(known.get(known.size() / 2));
  }

  private static int level(HourCount count, boolean isByLatency, OptionalDouble usual) {
    if (!count.isEnough()) {
      return 0;
    }
    int level = 1;
    for (int step = 0; step < SHARES.length; step++) {
      boolean isWorse =
          isByLatency
              ? count.latency() > usual.orElse(0) * TIMES[step]
              : count.acceptedShare() < SHARES[step];
      level += isWorse ? 1 : 0;
    }
    return level;
  }

  /** The hours with mails, in the order of the week. */
  public List<Named> told() {
    return days.stream()
        .flatMap(day -> day.cells().stream().map(cell -> new Named(day.name(), cell)))
        .filter(named -> named.cell().count().observations() > 0)
        .toList();
  }

  /** An hour with the name of its day. */
  public record Named(String day, Cell cell) {}
}
