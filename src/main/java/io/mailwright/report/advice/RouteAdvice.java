package io.mailwright.report.advice;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Whether a site takes more over one route than over another. Only hours in which both were used
 * are compared, or the hour would be blamed on the route.
 */
final class RouteAdvice {
  static final int LEAST_TRIES = 400;
  static final double LEAST_SHARE = 0.05;
  static final double LEAST_RATIO = 2;

  private static final int LEAST_TRIES_OF_HOUR = 20;

  private RouteAdvice() {}

  private record Sum(long tries, long bad) {
    static final Sum NONE = new Sum(0, 0);

    Sum plus(Sum other) {
      return new Sum(tries + other.tries, bad + other.bad);
    }

    double share() {
      return Proportions.share(bad, tries);
    }
  }

  /**
   * @param seen all of one site
   * @param routeName what people call a route
   */
  static Optional<Advice> of(
      String displayName, List<Observation> seen, LongFunction<String> routeName) {
    Map<Long, Map<Long, Sum>> routes = new TreeMap<>();
    for (Observation one : seen) {
      if (one.route() != 0) {
        routes
            .computeIfAbsent(one.route(), route -> new TreeMap<>())
            .merge(one.moment(), new Sum(one.tries(), one.deferrals() + one.failed()), Sum::plus);
      }
    }
    Advice clearest = null;
    double clearness = Proportions.CLEAR;
    for (Map.Entry<Long, Map<Long, Sum>> bad : routes.entrySet()) {
      for (Map.Entry<Long, Map<Long, Sum>> good : routes.entrySet()) {
        Sum worse = common(bad.getValue(), good.getValue());
        Sum better = common(good.getValue(), bad.getValue());
        double above = Proportions.above(worse.bad(), worse.tries(), better.bad(), better.tries());
        if (isClear(worse, better) && above >= clearness) {
          clearness = above;
          clearest =
              new Advice(
                  Advice.Kind.ROUTE,
                  displayName,
                  worse.share(),
                  better.share(),
                  Optional.of(routeName.apply(bad.getKey())),
                  Optional.of(routeName.apply(good.getKey())),
                  worse.tries() + better.tries());
        }
      }
    }
    return Optional.ofNullable(clearest);
  }

  private static boolean isClear(Sum worse, Sum better) {
    return worse.tries() >= LEAST_TRIES
        && better.tries() >= LEAST_TRIES
        && worse.share() >= LEAST_SHARE
        && worse.share() >= LEAST_RATIO * better.share();
  }

  /** Of the hours in which both have enough. */
  private static Sum common(Map<Long, Sum> one, Map<Long, Sum> other) {
    return one.entrySet().stream()
        .filter(
            hour ->
                hour.getValue().tries() >= LEAST_TRIES_OF_HOUR
                    && other.getOrDefault(hour.getKey(), Sum.NONE).tries() >= LEAST_TRIES_OF_HOUR)
        .map(Map.Entry::getValue)
        .reduce(Sum.NONE, Sum::plus);
  }
}
