package io.mailwright.recipient;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who posts what is refused: after {@value #FREE} refusals within a minute a caller is
 * not looked at until that minute is over; for each feed by itself, and for all addresses together
 * that are no feed's. A caller may be a proxy with everybody behind it, so guessing at feeds does
 * not close those that are known. Thread-safe; remembers at most 10,000 of each.
 */
@ApplicationScoped
public class RefusedCallers {
  static final int FREE = 30;

  private static final Duration LENGTH = Duration.ofMinutes(1);
  private static final String GUESSED = "";

  private final Map<String, Refusals> refusals = new Latest<>();
  private final Map<String, Boolean> feeds = new Latest<>();
  private Clock clock;

  private record Refusals(Instant since, int count) {}

  /** Forgets what was used longest ago. */
  private static final class Latest<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 10_000;

    Latest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > MOST;
    }
  }

  RefusedCallers() {}

  /** For injection and tests. */
  @Inject
  public RefusedCallers(Clock clock) {
    this.clock = clock;
  }

  /** How many seconds a caller has to wait before it may post there; 0: it need not. */
  synchronized long secondsToWait(String caller, String feed) {
    Refusals some = refusals.get(key(caller, feeds.containsKey(feed) ? feed : GUESSED));
    if (some == null || some.count() < FREE) {
      return 0;
    }
    return Math.max(0, Duration.between(clock.instant(), some.since().plus(LENGTH)).toSeconds());
  }

  /** There is a feed of this address. */
  synchronized void isFeed(String feed) {
    feeds.put(feed, Boolean.TRUE);
  }

  /** What a caller posted there was refused. */
  synchronized void refused(String caller, String feed) {
    String key = key(caller, feeds.containsKey(feed) ? feed : GUESSED);
    Instant now = clock.instant();
    Refusals before = refusals.get(key);
    boolean isOver = before == null || !now.isBefore(before.since().plus(LENGTH));
    refusals.put(
        key, isOver ? new Refusals(now, 1) : new Refusals(before.since(), before.count() + 1));
  }

  private static String key(String caller, String feed) {
    return caller + '\n' + feed;
  }
}
