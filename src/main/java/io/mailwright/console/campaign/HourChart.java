package io.mailwright.console.campaign;

import io.mailwright.console.Axis;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The bars of "by hour", ready to be drawn: hours without a mail are there too, so that the
 * distance of two bars is a time; long campaigns are shown by day.
 *
 * @param isDaily whether a bar is a day and not an hour
 * @param bars in the order of time, without gaps
 * @param ticks the marks of the vertical axis, from the top down; the first is the height of the
 *     whole, the last is 0
 */
public record HourChart(boolean isDaily, List<Bar> bars, List<Long> ticks) {
  private static final int MOST_HOURS = 72;
  private static final int LABELS = 6;

  /** What happened within an hour. */
  public record Hour(Instant start, long sent, long deferred, long failed) {
    /** An hour in which mails are only sent. */
    public Hour(Instant start, long sent) {
      this(start, sent, 0, 0);
    }

    Hour plus(Hour other) {
      return new Hour(start, sent + other.sent, deferred + other.deferred, failed + other.failed);
    }

    long total() {
      return sent + deferred + failed;
    }

    long most() {
      return Math.max(sent, Math.max(deferred, failed));
    }
  }

  /**
   * One hour or day; its parts stand on or beside one another.
   *
   * @param start its first moment
   * @param end the first moment after it
   * @param sent mails accepted in it
   * @param deferred tries that were put off
   * @param failed mails refused
   * @param height of what was accepted, in percent of the whole height, 0 to 100
   * @param isLabelled whether its time stands below it
   */
  public record Bar(
      Instant start,
      Instant end,
      long sent,
      long deferred,
      long failed,
      double height,
      double deferredHeight,
      double failedHeight,
      boolean isLabelled) {}

  /**
   * The chart of what happened by hour; by day where that would be too long.
   *
   * @param hours hours in which something happened, in any order. Of campaigns of several zones
   *     they need not begin at the same minute: such an hour belongs to the bar in which it begins
   * @param zone whose days are meant
   */
  public static HourChart of(List<Hour> hours, ZoneId zone) {
    return of(hours, zone, isLong(hours), Hour::total);
  }

  /**
   * The chart of sums of whole days.
   *
   * @param days each with its first moment
   * @param zone whose days they are
   */
  public static HourChart ofDays(List<Hour> days, ZoneId zone) {
    return of(days, zone, true, Hour::total);
  }

  /**
   * The chart for bars whose parts stand beside one another, since the same mail may be in several.
   *
   * @param hours as for {@link #of}
   */
  public static HourChart beside(List<Hour> hours, ZoneId zone) {
    return of(hours, zone, isLong(hours), Hour::most);
  }

  /**
   * The same of sums of whole days.
   *
   * @param days as for {@link #ofDays}
   */
  public static HourChart besideOfDays(List<Hour> days, ZoneId zone) {
    return of(days, zone, true, Hour::most);
  }

  private static boolean isLong(List<Hour> hours) {
    List<Instant> starts = hours.stream().map(Hour::start).sorted().toList();
    return !starts.isEmpty()
        && ChronoUnit.HOURS.between(starts.get(0), starts.get(starts.size() - 1)) >= MOST_HOURS;
  }

  private static HourChart of(
      List<Hour> hours, ZoneId zone, boolean isDaily, ToLongFunction<Hour> height) {
    if (hours.isEmpty()) {
      return new HourChart(isDaily, List.of(), List.of(0L));
    }
    TreeMap<Instant, Hour> sums = summed(hours, zone, isDaily);
    long top = Axis.roundUp(sums.values().stream().mapToLong(height).max().orElse(1));
    int step = (sums.size() + LABELS - 1) / LABELS;
    List<Bar> bars = new ArrayList<>();
    for (Hour sum : sums.values()) {
      bars.add(
          new Bar(
              sum.start(),
              next(sum.start(), isDaily, zone),
              sum.sent(),
              sum.deferred(),
              sum.failed(),
              100.0 * sum.sent() / top,
              100.0 * sum.deferred() / top,
              100.0 * sum.failed() / top,
              bars.size() % step == 0));
    }
    return new HourChart(isDaily, List.copyOf(bars), Axis.ticks(top));
  }

  /** By the start of each bar, also of those in which nothing happened. */
  private static TreeMap<Instant, Hour> summed(List<Hour> hours, ZoneId zone, boolean isDaily) {
    Instant first = hours.stream().map(Hour::start).min(Instant::compareTo).orElseThrow();
    Instant last = hours.stream().map(Hour::start).max(Instant::compareTo).orElseThrow();
    TreeMap<Instant, Hour> sums = new TreeMap<>();
    for (Instant at = isDaily ? startOfDay(first, zone) : first;
        !at.isAfter(last);
        at = next(at, isDaily, zone)) {
      sums.put(at, new Hour(at, 0));
    }
    hours.forEach(hour -> sums.merge(sums.floorKey(hour.start()), hour, Hour::plus));
    return sums;
  }

  private static Instant startOfDay(Instant moment, ZoneId zone) {
    return moment.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
  }

  private static Instant next(Instant start, boolean isDaily, ZoneId zone) {
    return isDaily
        ? start.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant()
        : start.plus(1, ChronoUnit.HOURS);
  }
}
