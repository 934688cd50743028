package io.mailwright.sandbox.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one counted party, a source or all together, uses of a site's limits. The site's lock guards
 * it.
 */
final class SiteUse {
  private final List<RateGauge> gauges = new ArrayList<>();
  private List<RateLimit> limits = List.of();
  private Instant takesNothingUntil = Instant.MIN;
  private int connections;

  /** Counts one more connection if there is room; answers whether it did. */
  boolean connect(int most) {
    if (connections >= most) {
      return false;
    }
    connections++;
    return true;
  }

  void disconnect() {
    connections--;
  }

  /**
   * Takes the room for a mail if all limits have it.
   *
   * @param current the limits of this moment
   * @param factor the hour's
   * @param penalty begins if there is no room
   * @return how long there is no room; zero: taken
   */
  Duration take(List<RateLimit> current, Instant now, double factor, Duration penalty) {
    follow(current, now, factor);
    if (takesNothingUntil.isAfter(now)) {
      return Duration.between(now, takesNothingUntil);
    }
    Duration wait = Duration.ZERO;
    for (RateGauge gauge : gauges) {
      Duration one = gauge.wait(now, factor);
      wait = one.compareTo(wait) > 0 ? one : wait;
    }
    if (wait.isZero()) {
      gauges.forEach(RateGauge::take);
      return wait;
    }
    if (!penalty.isZero()) {
      takesNothingUntil = now.plus(penalty);
    }
    return wait.compareTo(penalty) > 0 ? wait : penalty;
  }

  private void follow(List<RateLimit> current, Instant now, double factor) {
    if (limits.equals(current)) {
      return;
    }
    List<RateGauge> next = new ArrayList<>();
    for (int i = 0; i < current.size(); i++) {
      next.add(
          i < gauges.size()
              ? gauges.get(i).under(current.get(i), now, factor)
              : new RateGauge(current.get(i), now));
    }
    gauges.clear();
    gauges.addAll(next);
    limits = current;
  }
}
