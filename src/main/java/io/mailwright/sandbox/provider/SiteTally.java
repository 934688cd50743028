package io.mailwright.sandbox.provider;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How often a site decided what.
 *
 * @param verdicts the numbers; what is missing happened never
 */
public record SiteTally(Map<SiteVerdict, Long> verdicts) {
  public SiteTally {
    EnumMap<SiteVerdict, Long> copy = new EnumMap<>(SiteVerdict.class);
    copy.putAll(verdicts);
    verdicts = Collections.unmodifiableMap(copy);
  }

  /** Several in one. */
  public static SiteTally sum(Iterable<SiteTally> tallies) {
    Map<SiteVerdict, Long> sums = new EnumMap<>(SiteVerdict.class);
    tallies.forEach(
        tally ->
            tally.verdicts().forEach((verdict, times) -> sums.merge(verdict, times, Long::sum)));
    return new SiteTally(sums);
  }

  /** Times of one verdict. */
  public long of(SiteVerdict verdict) {
    return verdicts.getOrDefault(verdict, 0L);
  }

  /** Mails taken. */
  public long accepted() {
    return of(SiteVerdict.Kind.ACCEPTED);
  }

  /** Mails put off. */
  public long deferred() {
    return of(SiteVerdict.Kind.DEFERRED);
  }

  /** Mails refused for good. */
  public long refused() {
    return of(SiteVerdict.Kind.REFUSED);
  }

  /** Connections refused or ended; no mail was looked at. */
  public long turnedAway() {
    return of(SiteVerdict.Kind.TURNED_AWAY);
  }

  /** Deferred mails of the accepted and deferred, 0 to 1; 0 if there was none. */
  public double deferredShare() {
    long all = accepted() + deferred();
    return all == 0 ? 0 : (double) deferred() / all;
  }

  private long of(SiteVerdict.Kind kind) {
    long sum = 0;
    for (Map.Entry<SiteVerdict, Long> entry : verdicts.entrySet()) {
      if (entry.getKey().kind() == kind) {
        sum += entry.getValue();
      }
    }
    return sum;
  }
}
