package io.mailwright.operations.dryrun;

import io.mailwright.delivery.send.WorkTimes;
import io.mailwright.delivery.send.WorkTimes.ChunkCost;
import io.mailwright.routing.rate.LearnedRate;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.window.HourCount;
import io.mailwright.routing.window.HourOfWeek;
import io.mailwright.routing.window.HourTable;
import io.mailwright.routing.window.SiteHours;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What sites were seen to do and what sending was seen to cost, as of when it is made: the limits
 * that sites showed, how long mails kept workers, how many they put off or refuse. A site of which
 * nothing is known takes everything, as fast as others do. For one thread.
 */
final class LearnedBehaviour implements SiteBehaviour {
  /** Where nothing is known of any site: a mail that goes to another continent and back. */
  static final Duration USUAL_TIME = Duration.ofMillis(50);

  /** Where no chunk was sent yet. */
  static final ChunkCost USUAL_COST =
      new ChunkCost(Duration.ofMillis(10), Duration.ofNanos(300_000));

  /** Below so many mails nothing is known. */
  private static final int ENOUGH = 20;

  private final WorkTimes times;
  private final Function<String, SiteHours> hours;
  private final int workers;
  private final int nowHour;
  private final Map<Key, LearnedRate> limits;
  private final ChunkCost chunkCost;
  private final Map<Key, Duration[]> own = new HashMap<>();
  private final Map<String, Hours> known = new HashMap<>();

  private record Key(String site, long routeId) {}

  /**
   * By hour of the week.
   *
   * @param ownTime empty where that hour is not known
   * @param usual own time at any hour, if that is known
   */
  private record Hours(
      Map<Integer, Duration> ownTime,
      Optional<Duration> usual,
      double[] deferred,
      double[] failed) {}

  LearnedBehaviour(SiteRates rates, WorkTimes times, HourTable hours, int workers, Instant now) {
    this(rates, times, hours::of, workers, now);
  }

  LearnedBehaviour(
      SiteRates rates,
      WorkTimes times,
      Function<String, SiteHours> hours,
      int workers,
      Instant now) {
    this.times = times;
    this.hours = hours;
    this.workers = workers;
    this.nowHour = HourOfWeek.of(now);
    this.limits =
        rates.learned().stream()
            .collect(Collectors.toMap(rate -> new Key(rate.site(), rate.routeId()), rate -> rate));
    this.chunkCost = times.ofChunk(workers).orElse(USUAL_COST);
  }

  /** Whether it was ever measured how long mails to the site take. */
  boolean isMeasured(String site, long routeId) {
    return times.ofMail(site, routeId, workers).isPresent() || of(site).usual().isPresent();
  }

  @Override
  public Duration ownTime(String site, long routeId, Instant at) {
    return own.computeIfAbsent(new Key(site, routeId), this::ownTimes)[HourOfWeek.of(at)];
  }

  /** What was measured just now says most of this hour, what was in that of the week of another. */
  private Duration[] ownTimes(Key key) {
    Optional<Duration> measured = times.ofMail(key.site(), key.routeId(), workers);
    Hours seen = of(key.site());
    Duration usual = measured.or(seen::usual).or(() -> times.ofAnyMail(workers)).orElse(USUAL_TIME);
    Duration[] byHour = new Duration[HourOfWeek.COUNT];
    for (int hour = 0; hour < byHour.length; hour++) {
      byHour[hour] =
          hour == nowHour && measured.isPresent()
              ? usual
              : seen.ownTime().getOrDefault(hour, usual);
    }
    return byHour;
  }

  @Override
  public ChunkCost chunkCost() {
    return chunkCost;
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
    return limit == null ? byOtherRoutes(site) : limit.perSecond();
  }

  /**
   * A route that is new to the site is taken to be let through as much as the best of the others.
   */
  private OptionalDouble byOtherRoutes(String site) {
    return limits.values().stream()
        .filter(limit -> limit.site().equals(site))
        .flatMapToDouble(limit -> limit.perSecond().stream())
        .max();
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
    HourCount all = HourCount.NONE;
    for (int hour = 0; hour < HourOfWeek.COUNT; hour++) {
      all = all.plus(seen.count(hour));
    }
    boolean isKnown = all.total() >= ENOUGH;
    Map<Integer, Duration> ownTime = new HashMap<>();
    double[] deferred = new double[HourOfWeek.COUNT];
    double[] failed = new double[HourOfWeek.COUNT];
    for (int hour = 0; hour < HourOfWeek.COUNT; hour++) {
      HourCount count = seen.count(hour);
      if (count.isEnough()) {
        ownTime.put(hour, ofMillis(count.latency()));
      }
      HourCount best = count.isEnough() ? count : isKnown ? all : HourCount.NONE;
      deferred[hour] = best.deferredShare();
      failed[hour] = best.failedShare();
    }
    return new Hours(
        ownTime,
        isKnown ? Optional.of(ofMillis(all.latency())) : Optional.empty(),
        deferred,
        failed);
  }

  private static Duration ofMillis(double millis) {
    return Duration.ofNanos((long) (millis * 1e6));
  }
}
