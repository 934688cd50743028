package io.mailwright.report.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which hours of the day a site defers more in than in its others. One piece of advice a site at
 * most, whose hours to avoid and to prefer have none in common.
 */
final class HourAdvice {
  static final int LEAST_TRIES = 400;
  static final double LEAST_SHARE = 0.05;
  static final double LEAST_RATIO = 1.5;

  private static final int HOURS = 24;
  private static final int LONGEST = 6;
  private static final int LEAST_TRIES_OF_ROUTE = 100;

  private HourAdvice() {}

  /** Hours from one on, before another. */
  private record Window(int from, int to) {
    boolean has(int hour) {
      return hour >= from && hour < to;
    }

    boolean overlaps(Window other) {
      return from < other.to && other.from < to;
    }

    String words() {
      return "%02d–%02d".formatted(from, to);
    }
  }

  /** Tries and deferrals of the hours of a day. */
  private static final class Day {
    private final long[] tries = new long[HOURS];
    private final long[] deferrals = new long[HOURS];

    void add(Observation seen) {
      tries[seen.hour()] += seen.tries();
      deferrals[seen.hour()] += seen.deferrals();
    }

    long tries(Window window) {
      return sum(tries, window);
    }

    long deferrals(Window window) {
      return sum(deferrals, window);
    }

    private static long sum(long[] hours, Window window) {
      long sum = 0;
      for (int hour = window.from(); hour < window.to(); hour++) {
        sum += hours[hour];
      }
      return sum;
    }

    long otherTries(Window window) {
      return tries(ALL) - tries(window);
    }

    long otherDeferrals(Window window) {
      return deferrals(ALL) - deferrals(window);
    }

    double above(Window window) {
      return Proportions.above(
          deferrals(window), tries(window), otherDeferrals(window), otherTries(window));
    }
  }

  private static final Window ALL = new Window(0, HOURS);

  /**
   * @param seen all of one site
   * @param displayName what people call it
   */
  static Optional<Advice> of(String displayName, List<Observation> seen) {
    Day day = new Day();
    Map<Long, Day> routes = new TreeMap<>();
    for (Observation one : seen) {
      day.add(one);
      routes.computeIfAbsent(one.route(), route -> new Day()).add(one);
    }
    Window worst = null;
    for (Window window : windows(day)) {
      if (isBad(day, window)
          && routes.values().stream().allMatch(route -> agrees(route, window))
          && (worst == null || day.above(window) > day.above(worst))) {
        worst = window;
      }
    }
    if (worst == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Advice(
            Advice.Kind.HOURS,
            displayName,
            Proportions.share(day.deferrals(worst), day.tries(worst)),
            Proportions.share(day.otherDeferrals(worst), day.otherTries(worst)),
            Optional.of(worst.words()),
            better(day, worst).map(Window::words),
            day.tries(worst)));
  }

  /** Those that begin and end with an hour in which something was sent. */
  private static List<Window> windows(Day day) {
    List<Window> windows = new ArrayList<>();
    for (int from = 0; from < HOURS; from++) {
      for (int to = from + 1; to <= Math.min(HOURS, from + LONGEST); to++) {
        if (day.tries[from] > 0 && day.tries[to - 1] > 0) {
          windows.add(new Window(from, to));
        }
      }
    }
    return windows;
  }

  private static boolean isBad(Day day, Window window) {
    double share = Proportions.share(day.deferrals(window), day.tries(window));
    double other = Proportions.share(day.otherDeferrals(window), day.otherTries(window));
    return day.tries(window) >= LEAST_TRIES
        && day.otherTries(window) >= LEAST_TRIES
        && share >= LEAST_SHARE
        && share >= LEAST_RATIO * other
        && day.above(window) >= Proportions.CLEAR;
  }

  /** Where both were tried, each route tells the same: else it is the route and not the hour. */
  private static boolean agrees(Day route, Window window) {
    return route.tries(window) < LEAST_TRIES_OF_ROUTE
        || route.otherTries(window) < LEAST_TRIES_OF_ROUTE
        || route.above(window) > 0;
  }

  /** The hours that are good for sure: whose share is likely the lowest at worst. */
  private static Optional<Window> better(Day day, Window worst) {
    Window best = null;
    for (Window window : windows(day)) {
      if (!window.overlaps(worst)
          && day.tries(window) >= LEAST_TRIES
          && Proportions.above(
                  day.deferrals(worst), day.tries(worst), day.deferrals(window), day.tries(window))
              >= Proportions.CLEAR
          && (best == null || atMost(day, window) < atMost(day, best))) {
        best = window;
      }
    }
    return Optional.ofNullable(best);
  }

  private static double atMost(Day day, Window window) {
    return Proportions.atMost(day.deferrals(window), day.tries(window));
  }
}
