package io.mailwright.operations.dryrun;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long which limit kept how many mails back. Times at which it held several count once. */
final class HoldTally {
  /** What is counted by name; the zones of quiet hours alone may be hundreds. */
  private static final int MOST_LIMITS = 1000;

  private static final String[] ENDS = {" used until ", " until ", "; the next ", " from 2"};

  private final Map<String, Entry> limits = new HashMap<>();

  private static final class Entry {
    private final HoldScope scope;
    private String why;
    private long longest;
    private long covered;
    private long held;
    private double waited;

    Entry(HoldScope scope) {
      this.scope = scope;
    }
  }

  /**
   * Notes that mails wait.
   *
   * @param mails how many
   */
  void note(Hold hold, long now, long until, long mails) {
    String limit = limitOf(hold.why());
    Entry entry = limits.get(limit);
    if (entry == null) {
      if (limits.size() >= MOST_LIMITS) {
        return;
      }
      entry = new Entry(hold.scope());
      limits.put(limit, entry);
    }
    long added = Math.max(0, until - Math.max(now, entry.covered));
    entry.covered = Math.max(entry.covered, until);
    entry.held += added;
    // Each zone's mails of a lane are held by themselves, and once.
    long own = hold.scope() == HoldScope.RECIPIENT ? until - now : added;
    entry.waited += own / 1e6 * mails;
    if (until - now > entry.longest) {
      entry.longest = until - now;
      entry.why = hold.why();
    }
  }

  /** What held mails, that which most mails waited for the longest first. */
  List<Prediction.Limit> told(int most) {
    return limits.values().stream()
        .filter(entry -> entry.held > 0)
        .sorted(Comparator.comparingDouble((Entry entry) -> entry.waited).reversed())
        .limit(most)
        .map(
            entry ->
                new Prediction.Limit(
                    entry.why,
                    entry.scope,
                    Duration.ofMillis(entry.held / 1000),
                    Math.round(entry.waited)))
        .toList();
  }

  /** The same for all reasons that one limit gives: without times, and without what changes. */
  static String limitOf(String why) {
    int end = why.length();
    for (String mark : ENDS) {
      int at = why.indexOf(mark);
      end = at > 0 ? Math.min(end, at) : end;
    }
    String limit = why.substring(0, end);
    // What people named may hold the same words.
    int rate = limit.indexOf(" takes about ");
    int unit = limit.indexOf(" mails a second", Math.max(0, rate));
    if (rate > 0 && unit > 0) {
      return limit.substring(0, rate) + limit.substring(unit);
    }
    int route = limit.indexOf(" of ");
    int mails = limit.lastIndexOf(" (");
    if (limit.startsWith("warm-up day ") && route > 0 && mails > route) {
      return "warm-up" + limit.substring(route, mails);
    }
    return limit.startsWith("canary:") ? "canary" : limit;
  }
}
