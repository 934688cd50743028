package io.mailwright.console.routing;

import io.mailwright.console.Axis;
import io.mailwright.routing.rate.RateMinute;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What became of the mails to a site over time, ready to be drawn. Times without a mail are there
 * too, so that the distance of two bars is a time.
 *
 * @param step how long a bar lasts
 * @param bars the oldest first; the last one is not over yet
 * @param ticks the marks of the vertical axis, from the top down
 * @param limitHeight how high the line of what the site takes now stands, in percent; empty if it
 *     takes all, or more than the axis shows
 */
public record RateChart(
    Duration step, List<Bar> bars, List<Long> ticks, OptionalDouble limitHeight) {
  private static final int FINE = 60;
  private static final int COARSE_MINUTES = 5;
  private static final int ALL_MINUTES = 240;
  private static final int LABELS = 6;

  /**
   * One bar; its parts stand on one another.
   *
   * @param latency the mean of all its mails in milliseconds; 0 if there was none
   */
  public record Bar(
      Instant from,
      long accepted,
      long deferred,
      long failed,
      long latency,
      double acceptedHeight,
      double deferredHeight,
      double failedHeight,
      boolean isLabelled) {}

  private static final class Sum {
    private long accepted;
    private long deferred;
    private long failed;
    private long latencyMillis;

    private long total() {
      return accepted + deferred + failed;
    }

    private void add(RateMinute minute) {
      accepted += minute.accepted();
      deferred += minute.deferred();
      failed += minute.failed();
      latencyMillis +=
          minute.latency().toMillis() * (minute.accepted() + minute.deferred() + minute.failed());
    }
  }

  /**
   * The chart of the last hour by the minute, or of the last four by five minutes if there were
   * mails before that hour.
   *
   * @param minutes in any order, without those that had no mail
   * @param perSecond what the site takes now
   */
  public static RateChart of(List<RateMinute> minutes, Instant now, OptionalDouble perSecond) {
    Instant hour = now.truncatedTo(ChronoUnit.MINUTES).minus(FINE - 1L, ChronoUnit.MINUTES);
    boolean isFine = minutes.stream().noneMatch(minute -> minute.from().isBefore(hour));
    int length = isFine ? 1 : COARSE_MINUTES;
    int count = isFine ? FINE : ALL_MINUTES / COARSE_MINUTES;
    long stepSeconds = length * 60L;
    Instant last = floor(now, stepSeconds);
    Instant first = last.minusSeconds(stepSeconds * (count - 1));
    Sum[] sums = new Sum[count];
    for (int i = 0; i < count; i++) {
      sums[i] = new Sum();
    }
    for (RateMinute minute : minutes) {
      long at = Math.floorDiv(Duration.between(first, minute.from()).toSeconds(), stepSeconds);
      if (at >= 0 && at < count) {
        sums[(int) at].add(minute);
      }
    }
    return drawn(sums, first, stepSeconds, perSecond);
  }

  private static RateChart drawn(
      Sum[] sums, Instant first, long stepSeconds, OptionalDouble perSecond) {
    long most = 1;
    for (Sum sum : sums) {
      most = Math.max(most, sum.total());
    }
    long top = Axis.roundUp(most);
    int labelled = sums.length / LABELS;
    List<Bar> bars = new ArrayList<>();
    for (Sum sum : sums) {
      bars.add(
          new Bar(
              first.plusSeconds(stepSeconds * bars.size()),
              sum.accepted,
              sum.deferred,
              sum.failed,
              sum.total() == 0 ? 0 : sum.latencyMillis / sum.total(),
              100.0 * sum.accepted / top,
              100.0 * sum.deferred / top,
              100.0 * sum.failed / top,
              bars.size() % labelled == 0));
    }
    double limit = perSecond.isEmpty() ? 0 : 100 * perSecond.getAsDouble() * stepSeconds / top;
    return new RateChart(
        Duration.ofSeconds(stepSeconds),
        List.copyOf(bars),
        Axis.ticks(top),
        limit > 0 && limit <= 100 ? OptionalDouble.of(limit) : OptionalDouble.empty());
  }

  private static Instant floor(Instant at, long stepSeconds) {
    return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), stepSeconds) * stepSeconds);
  }

  /** Whether there is a mail in it. */
  public boolean isEmpty() {
    return bars.stream().allMatch(bar -> bar.accepted + bar.deferred + bar.failed == 0);
  }

  /** The bars with mails, the newest first. */
  public List<Bar> told() {
    List<Bar> told = new ArrayList<>();
    for (int i = bars.size() - 1; i >= 0; i--) {
      Bar bar = bars.get(i);
      if (bar.accepted + bar.deferred + bar.failed > 0) {
        told.add(bar);
      }
    }
    return told;
  }
}
