package io.mailwright.routing.window;

import io.mailwright.campaign.window.WeekMinutes;
import io.mailwright.campaign.window.WeekMinutes.Stretch;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The open hours of a week on the clock of one zone, as stretches of real time.
 *
 * <p>Where daylight saving skips hours, a stretch that lies in the gap opens at the gap's end for
 * as long as it would have lasted, but not into quiet hours. Where hours come twice, preferred
 * hours count once, the first time, and quiet hours are quiet both times. Immutable but for the
 * weeks that it has looked up; thread-safe.
 */
final class LocalHours {
  private static final int WEEKS_AHEAD = 3;
  private static final long MINUTE = 60;

  private final WeekMinutes week;
  private final List<Stretch> stretches;
  private final ZoneId zone;
  private volatile Weeks known;

  /**
   * Real time that is open.
   *
   * @param start its first instant
   * @param end the first instant after it
   */
  record Open(Instant start, Instant end) {
    boolean holds(Instant at) {
      return !at.isBefore(start) && at.isBefore(end);
    }
  }

  /**
   * What is open in some weeks.
   *
   * @param from from this instant on all is known
   * @param to until here
   * @param open by time, none touching another
   */
  private record Weeks(Instant from, Instant to, List<Open> open) {
    boolean holds(Instant at) {
      return !at.isBefore(from) && at.isBefore(to);
    }
  }

  LocalHours(WeekMinutes week, ZoneId zone) {
    this.week = week;
    this.stretches = week.stretches();
    this.zone = zone;
    this.known = new Weeks(Instant.MIN, Instant.MIN, List.of());
  }

  /** Whose clock it is. */
  ZoneId zone() {
    return zone;
  }

  /** Whether it is never closed. */
  boolean isAlways() {
    return week.isAlways();
  }

  /** The open time that holds this instant or, if it is closed then, the next one. */
  Open atOrAfter(Instant at) {
    if (isAlways()) {
      return new Open(Instant.MIN, Instant.MAX);
    }
    Weeks weeks = known;
    if (!weeks.holds(at)) {
      weeks = weeksAround(at);
      known = weeks;
    }
    for (Open open : weeks.open) {
      if (open.end.isAfter(at)) {
        return open;
      }
    }
    throw new IllegalStateException("no open hours in " + zone + " after " + at);
  }

  /** Whether these words, which are all that is stored of a hold, are those of closed hours. */
  static boolean isWhyClosed(String why) {
    return why.startsWith("quiet hours") || why.startsWith("outside the preferred hours");
  }

  /** Why it is closed at an instant at which it is, in words for people. */
  String whyClosed(Instant at, Instant opens) {
    boolean quietNow = isQuiet(at);
    boolean quietToTheEnd = quietNow && isQuietUntil(at, opens);
    String what =
        quietToTheEnd
            ? "quiet hours in "
            : quietNow
                ? "quiet hours, then hours that are not preferred, in "
                : "outside the preferred hours in ";
    return what + zone + " until " + Times.local(opens, zone);
  }

  private boolean isQuietUntil(Instant at, Instant end) {
    for (Instant minute = at; minute.isBefore(end); minute = minute.plusSeconds(MINUTE)) {
      if (!isQuiet(minute)) {
        return false;
      }
    }
    return true;
  }

  private boolean isQuiet(Instant at) {
    return week.isQuiet(WeekMinutes.minuteOf(LocalDateTime.ofInstant(at, zone)));
  }

  private Weeks weeksAround(Instant at) {
    LocalDateTime monday =
        LocalDateTime.ofInstant(at, zone)
            .toLocalDate()
            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
            .atStartOfDay();
    List<Open> open = new ArrayList<>();
    for (int n = -1; n <= WEEKS_AHEAD; n++) {
      for (Stretch stretch : stretches) {
        add(open, stretch, monday.plusWeeks(n).plusMinutes(stretch.start()));
      }
    }
    open.sort(Comparator.comparing(Open::start));
    // The last week is only there to be found from the one before.
    return new Weeks(
        monday.minusDays(1).atZone(zone).toInstant(),
        monday.plusWeeks(WEEKS_AHEAD - 1L).atZone(zone).toInstant(),
        merged(open));
  }

  private void add(List<Open> open, Stretch stretch, LocalDateTime wallStart) {
    Instant start = start(wallStart);
    Instant end = end(wallStart.plusMinutes(stretch.length()), stretch.isUntilQuiet());
    if (!end.isAfter(start)) {
      end = start.plusSeconds(MINUTE * minutesBeforeQuiet(start, stretch.length()));
    }
    if (end.isAfter(start)) {
      open.add(new Open(start, end));
    }
  }

  /** How much of a length fits after an instant without touching quiet hours, in minutes. */
  private int minutesBeforeQuiet(Instant start, int length) {
    int fits = 0;
    while (fits < length && !isQuiet(start.plusSeconds(MINUTE * fits))) {
      fits++;
    }
    return fits;
  }

  private Instant start(LocalDateTime wall) {
    ZoneOffsetTransition change = zone.getRules().getTransition(wall);
    if (change == null) {
      return wall.atZone(zone).toInstant();
    }
    if (change.isGap()) {
      return change.getInstant();
    }
    return isQuietBetween(change.getDateTimeAfter(), wall)
        ? wall.toInstant(change.getOffsetAfter())
        : wall.toInstant(change.getOffsetBefore());
  }

  /** Whether what comes again before a wall clock shows this time again is quiet in part. */
  private boolean isQuietBetween(LocalDateTime from, LocalDateTime to) {
    for (LocalDateTime wall = from; wall.isBefore(to); wall = wall.plusMinutes(1)) {
      if (week.isQuiet(WeekMinutes.minuteOf(wall))) {
        return true;
      }
    }
    return false;
  }

  private Instant end(LocalDateTime wall, boolean isUntilQuiet) {
    ZoneOffsetTransition change = zone.getRules().getTransition(wall);
    if (change != null) {
      return change.isGap() ? change.getInstant() : wall.toInstant(change.getOffsetBefore());
    }
    if (!isUntilQuiet) {
      // An end is reached when the clock first shows it, be it for no time at all.
      ZoneOffsetTransition before = zone.getRules().getTransition(wall.minusNanos(1));
      if (before != null && before.isOverlap() && before.getDateTimeBefore().equals(wall)) {
        return before.getInstant();
      }
    }
    return wall.atZone(zone).toInstant();
  }

  private static List<Open> merged(List<Open> sorted) {
    List<Open> merged = new ArrayList<>();
    for (Open next : sorted) {
      Open last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && !next.start.isAfter(last.end)) {
        merged.set(
            merged.size() - 1,
            new Open(last.start, last.end.isAfter(next.end) ? last.end : next.end));
      } else {
        merged.add(next);
      }
    }
    return List.copyOf(merged);
  }
}
