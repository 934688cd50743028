package io.mailwright.routing.window;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is known of the hours of a site, and what follows from it. An hour is a peak if the site
 * puts off clearly more mails in it, or answers clearly slower, than in its other hours; "clearly"
 * is by the bound of what chance could do, at 99 %. Hours with too few mails say nothing.
 * Immutable.
 */
public final class SiteHours {
  /** Of a site of which nothing is known. */
  public static final SiteHours UNKNOWN = new SiteHours("", none());

  private static final double TIMES_AS_MANY = 2;
  private static final double MORE_DEFERRED = 0.02;
  private static final double TIMES_AS_SLOW = 2;
  private static final double MILLIS_SLOWER = 250;

  /** Less than this much slower than the fastest of the good hours is as good. */
  private static final double AS_FAST = 1.25;

  private final String site;
  private final String name;
  private final HourCount[] hours;
  private final boolean[] peaks = new boolean[HourOfWeek.COUNT];
  private final HourCount usual;

  /**
   * A time in which a site is busy.
   *
   * @param until its end, on a full hour
   * @param why in words for people
   */
  public record Peak(Instant until, String why) {}

  SiteHours(String site, HourCount[] hours) {
    this(site, site, hours);
  }

  /**
   * @param name what people call the site
   */
  SiteHours(String site, String name, HourCount[] hours) {
    this.site = site;
    this.name = name;
    this.hours = hours.clone();
    this.usual = findPeaks();
  }

  private static HourCount[] none() {
    HourCount[] none = new HourCount[HourOfWeek.COUNT];
    Arrays.fill(none, HourCount.NONE);
    return none;
  }

  /** Whose hours these are. */
  public String site() {
    return site;
  }

  /**
   * What was seen in an hour.
   *
   * @param hourOfWeek 0 to 167, 0 being Monday 00:00 to 01:00 UTC
   */
  public HourCount count(int hourOfWeek) {
    return hours[hourOfWeek];
  }

  /** Whether an hour of the week is a peak. */
  public boolean isPeak(int hourOfWeek) {
    return peaks[hourOfWeek];
  }

  /** Marks the peaks, again and again: one that is known no longer hides another. */
  private HourCount findPeaks() {
    HourCount rest = withoutPeaks();
    boolean found = true;
    while (found) {
      found = false;
      for (int hour = 0; hour < hours.length; hour++) {
        if (!peaks[hour] && isPeak(hours[hour], rest.minus(hours[hour]))) {
          peaks[hour] = true;
          found = true;
          // At once: of two hours that are each busier than the other in a way, one is left.
          rest = rest.minus(hours[hour]);
        }
      }
      rest = withoutPeaks();
    }
    return rest;
  }

  private HourCount withoutPeaks() {
    HourCount rest = HourCount.NONE;
    for (int hour = 0; hour < hours.length; hour++) {
      rest = peaks[hour] ? rest : rest.plus(hours[hour]);
    }
    return rest;
  }

  private static boolean isPeak(HourCount hour, HourCount others) {
    return hour.isEnough() && others.isEnough() && (isPutOff(hour, others) || isSlow(hour, others));
  }

  private static boolean isPutOff(HourCount hour, HourCount others) {
    double usual = others.deferredShare();
    return Wilson.lower(hour.deferred(), hour.total())
        > Math.max(usual * TIMES_AS_MANY, usual + MORE_DEFERRED);
  }

  private static boolean isSlow(HourCount hour, HourCount others) {
    double usual = others.latency();
    return hour.latency() - hour.latencyMargin()
        > Math.max(usual * TIMES_AS_SLOW, usual + MILLIS_SLOWER);
  }

  /** The peak that an instant lies in; until the first hour after it that is none. */
  public Optional<Peak> peakAt(Instant at) {
    int hour = HourOfWeek.of(at);
    if (!peaks[hour]) {
      return Optional.empty();
    }
    Instant until = HourOfWeek.nextAfter(at);
    while (peaks[HourOfWeek.of(until)]) {
      until = HourOfWeek.nextAfter(until);
    }
    return Optional.of(
        new Peak(until, "peak hour of " + name + " (" + whyPeak(hour) + ") until " + until));
  }

  private String whyPeak(int hour) {
    HourCount seen = hours[hour];
    String of =
        String.format(
            Locale.ROOT, "of %,d at %s", Math.round(seen.total()), HourOfWeek.words(hour));
    return seen.deferredShare() > usual.deferredShare() * TIMES_AS_MANY
        ? percent(seen.deferredShare()) + " deferred " + of
        : String.format(
            Locale.ROOT,
            "%,d ms a mail %s, else %,d ms",
            Math.round(seen.latency()),
            of,
            Math.round(usual.latency()));
  }

  private static String percent(double share) {
    double percent = share * 100;
    return String.format(Locale.ROOT, percent < 10 ? "%.1f %%" : "%.0f %%", percent);
  }

  /**
   * The hour to send in: of those that are as good as the best, as far as chance lets one tell, the
   * first. An hour with too few mails counts as the site's usual one.
   *
   * @param from the first instant that counts
   * @param to the first that does not count any more, at most a week later
   * @param opening the first instant in the rest of an hour at which mails may go, if there is one,
   *     by where that rest starts
   * @return when mails may go in that hour; empty if too little is known of the site, or no hour is
   *     open
   */
  public Optional<Instant> bestHour(
      Instant from, Instant to, Function<Instant, Optional<Instant>> opening) {
    List<Instant> open = new ArrayList<>();
    for (Instant at = from; at.isBefore(to); at = HourOfWeek.nextAfter(at)) {
      if (known(at).isEnough()) {
        opening.apply(at).filter(first -> first.isBefore(to)).ifPresent(open::add);
      }
    }
    double surest = open.stream().mapToDouble(at -> surelyAccepted(known(at))).max().orElse(0);
    List<HourCount> good =
        open.stream().map(this::known).filter(hour -> perhapsAccepted(hour) >= surest).toList();
    double fastest =
        good.stream().mapToDouble(hour -> hour.latency() + hour.latencyMargin()).min().orElse(0);
    return open.stream()
        .filter(
            at -> {
              HourCount hour = known(at);
              return perhapsAccepted(hour) >= surest
                  && hour.latency() - hour.latencyMargin() <= fastest * AS_FAST;
            })
        .findFirst();
  }

  private HourCount known(Instant at) {
    HourCount hour = hours[HourOfWeek.of(at)];
    return hour.isEnough() ? hour : usual;
  }

  private static double surelyAccepted(HourCount hour) {
    return Wilson.lower(hour.accepted(), hour.total());
  }

  private static double perhapsAccepted(HourCount hour) {
    return Wilson.upper(hour.accepted(), hour.total());
  }

  /** Why the hour of an instant is waited for, in words for people. */
  String whyBest(Instant at) {
    int hour = HourOfWeek.of(at);
    HourCount seen = hours[hour];
    String what = "best hour of " + name;
    String when = HourOfWeek.words(hour) + ") from " + at;
    return seen.isEnough()
        ? String.format(
            Locale.ROOT,
            "%s (%s accepted in %,d ms of %,d at %s",
            what,
            percent(seen.acceptedShare()),
            Math.round(seen.latency()),
            Math.round(seen.total()),
            when)
        : what + " (nothing worse than usual seen at " + when;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SiteHours hours
        && site.equals(hours.site)
        && name.equals(hours.name)
        && Arrays.equals(this.hours, hours.hours);
  }

  @Override
  public int hashCode() {
    return 31 * site.hashCode() + Arrays.hashCode(hours);
  }
}
