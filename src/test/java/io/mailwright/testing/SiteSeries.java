package io.mailwright.testing;

import io.mailwright.sandbox.provider.SiteVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What a site answered in each second of a {@link SimulatedRun}. */
public final class SiteSeries {
  private static final int WINDOW = 10;

  private final List<long[]> seconds = new ArrayList<>();

  /** An answer given in a second, counted from the begin. */
  public void note(int second, SiteVerdict verdict) {
    while (seconds.size() <= second) {
      seconds.add(new long[SiteVerdict.Kind.values().length]);
    }
    seconds.get(second)[verdict.kind().ordinal()]++;
  }

  /** Answers of a kind in the seconds from one to before another. */
  public long count(SiteVerdict.Kind kind, int from, int until) {
    long sum = 0;
    for (int second = from; second < Math.min(until, seconds.size()); second++) {
      sum += seconds.get(second)[kind.ordinal()];
    }
    return sum;
  }

  /** Mails accepted in these seconds. */
  public long accepted(int from, int until) {
    return count(SiteVerdict.Kind.ACCEPTED, from, until);
  }

  /** Mails deferred in these seconds. */
  public long deferred(int from, int until) {
    return count(SiteVerdict.Kind.DEFERRED, from, until);
  }

  /** Mails accepted a second, on the average of these seconds. */
  public double rate(int from, int until) {
    return (double) accepted(from, until) / (until - from);
  }

  /** Deferred mails of the accepted and deferred in these seconds, 0 to 1. */
  public double deferredShare(int from, int until) {
    long accepted = accepted(from, until);
    long deferred = deferred(from, until);
    return accepted + deferred == 0 ? 0 : (double) deferred / (accepted + deferred);
  }

  /**
   * After how many seconds the rate is good and stays so: the least number of seconds after the
   * first one from which on every ten seconds in a row have the rate on average.
   *
   * @param rate the least accepted a second, such as 0.9 times what is allowed
   * @return empty if the last ten seconds have less
   */
  public OptionalInt settledAfter(int from, int until, double rate) {
    int settled = -1;
    for (int begin = until - WINDOW;
        begin >= from && rate(begin, begin + WINDOW) >= rate;
        begin--) {
      settled = begin - from;
    }
    return settled < 0 ? OptionalInt.empty() : OptionalInt.of(settled);
  }

  /** Accepted and deferred by second, for a person to look at. */
  public String table(int from, int until) {
    StringBuilder text = new StringBuilder("second accepted deferred refused turned-away\n");
    for (int second = from; second < until; second++) {
      text.append(second);
      for (SiteVerdict.Kind kind : SiteVerdict.Kind.values()) {
        text.append(' ').append(count(kind, second, second + 1));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
