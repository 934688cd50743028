package io.mailwright.operations.dryrun;

import io.mailwright.routing.rate.LearnedRate;
import io.mailwright.routing.rate.RateMinute;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.window.HourCount;
import io.mailwright.routing.window.HourOfWeek;
import io.mailwright.routing.window.HourTable;
import io.mailwright.routing.window.SiteHours;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What sites were seen to do, as of when it is made: the limits that they showed, the latency of
 * the last hours, else that of the hour of the week, and how many mails they put off or refuse. A
 * site of which nothing is known takes everything, as fast as others do. For one thread.
 */
final class LearnedBehaviour implements SiteBehaviour {
  /** Where nothing is known of any site. */
  private static final Duration USUAL_LATENCY = Duration.ofMillis(50);

  /**
   * The part of a mail's latency that is its own: its commands leave with the dot of the one
   * before, so that some of the time from its permit to its answer is that one's. Fitted to one run
   * on the provider simulator, which answers recipients late and dots at once; where dots are slow
   * it is less.
   */
  private static final double OWN_PART = 0.75;

  /** Below so many mails nothing is known. */
  private static final int ENOUGH = 20;

  private final SiteRates rates;
  private final Function<String, SiteHours> hours;
  private final Map<Key, LearnedRate> limits;
  private final Map<Key, Duration> recent = new HashMap<>();
  private final Map<String, Hours> known = new HashMap<>();

  private record Key(String site, long routeId) {}

  /** By hour of the week. */
  private record Hours(Duration[] latency, double[] deferred, double[] failed) {}

  LearnedBehaviour(SiteRates rates, HourTable hours) {
    this(rates, hours::of);
  }

  LearnedBehaviour(SiteRates rates, Function<String, SiteHours> hours) {
    this.rates = rates;
    this.hours = hours;
    this.limits =
        rates.learned().stream()
            .collect(Collectors.toMap(rate -> new Key(rate.site(), rate.routeId()), rate -> rate));
  }

  @Override
  public Duration latency(String site, long routeId, Instant at) {
    Duration seen = recent.computeIfAbsent(new Key(site, routeId), this::recentLatency);
    return seen.isZero() ? of(site).latency()[HourOfWeek.of(at)] : seen;
  }

  /** Zero if there were too few mails. */
  private Duration recentLatency(Key key) {
    List<RateMinute> minutes = rates.timeline(key.site(), key.routeId());
    long mails = minutes.stream().mapToLong(m -> m.accepted() + m.deferred() + m.failed()).sum();
    double millis =
        minutes.stream()
            .mapToDouble(
                m -> (double) m.latency().toMillis() * (m.accepted() + m.deferred() + m.failed()))
            .sum();
    return mails < ENOUGH
        ? Duration.ZERO
        : Duration.ofNanos(1 + (long) (OWN_PART * millis / mails * 1e6));
  }

  @Override
  public double deferred(String site, long routeId, Instant at) {
    // Where there is a limit, most deferred mails came too fast; those are found out anew.
    return perSecond(site, routeId).isPresent() ? 0 : of(site).deferred()[HourOfWeek.of(at)];
  }

  @Override
  public double failed(String site, Instant at) {
    return of(site).failed()[HourOfWeek.of(at)];
  }

  @Override
  public OptionalDouble perSecond(String site, long routeId) {
    LearnedRate limit = limits.get(new Key(site, routeId));
    return limit == null ? OptionalDouble.empty() : limit.perSecond();
  }

  @Override
  public OptionalInt connections(String site, long routeId) {
    LearnedRate limit = limits.get(new Key(site, routeId));
    return limit == null ? OptionalInt.empty() : limit.connections();
  }

  private Hours of(String site) {
    return known.computeIfAbsent(site, name -> hoursOf(hours.apply(name)));
  }

  private static Hours hoursOf(SiteHours seen) {
    double total = 0;
    double deferred = 0;
    double failed = 0;
    double latency = 0;
    for (int hour = 0; hour < HourOfWeek.COUNT; hour++) {
      HourCount count = seen.count(hour);
      total += count.total();
      deferred += count.deferred();
      failed += count.failed();
      latency += count.latencySum();
    }
    boolean isKnown = total >= ENOUGH;
    Hours all =
        new Hours(
            new Duration[HourOfWeek.COUNT],
            new double[HourOfWeek.COUNT],
            new double[HourOfWeek.COUNT]);
    for (int hour = 0; hour < HourOfWeek.COUNT; hour++) {
      HourCount count = seen.count(hour);
      boolean isEnough = count.isEnough();
      all.latency()[hour] =
          isEnough
              ? ofMillis(count.latency())
              : isKnown ? ofMillis(latency / total) : USUAL_LATENCY;
      all.deferred()[hour] = isEnough ? count.deferredShare() : isKnown ? deferred / total : 0;
      all.failed()[hour] = isEnough ? count.failed() / count.total() : isKnown ? failed / total : 0;
    }
    return all;
  }

  private static Duration ofMillis(double millis) {
    return Duration.ofNanos((long) (OWN_PART * millis * 1e6));
  }
}
