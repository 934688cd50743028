package io.mailwright.delivery.send;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How many workers of a run are at work for one site. A site that takes its mails at a pace keeps
 * only as many as it can employ, so that none waits for it while another site's lanes are ready:
 * when its workers together wait as long as one of them is there, one is too many and leaves, and
 * from time to time one more may try. One a run; thread-safe.
 */
final class SiteCrowd {
  /** How long a site keeps to the number that it could employ before one more may come. */
  private static final Duration TRY_ONE_MORE = Duration.ofSeconds(5);

  /** The same where the last one that came found work. */
  private static final Duration TRY_ANOTHER = Duration.ofSeconds(1);

  /** Shorter waits together say nothing yet. */
  private static final Duration WORTH_A_WORKER = Duration.ofMillis(250);

  /** So far back waits count. */
  private static final Duration LATELY = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final Clock clock;
  private final Map<String, Crowd> crowds = new HashMap<>();

  private static final class Crowd {
    private int workers;
    private int most = Integer.MAX_VALUE;
    private Instant since = Instant.EPOCH;
    private boolean hasGrown;
    private Instant waitsFrom = Instant.EPOCH;
    private Duration waited = Duration.ZERO;
    private String why = "";

    private void forgetWaits(Instant now) {
      waitsFrom = now;
      waited = Duration.ZERO;
    }
  }

  SiteCrowd(Clock clock) {
    this.clock = clock;
  }

  /** Whether the site has work for one more. */
  synchronized boolean hasRoom(String site) {
    Crowd crowd = crowds.get(site);
    if (crowd == null || crowd.workers < crowd.most) {
      return true;
    }
    Instant now = clock.instant();
    if (now.isBefore(crowd.since.plus(crowd.hasGrown ? TRY_ANOTHER : TRY_ONE_MORE))) {
      return false;
    }
    crowd.most++;
    crowd.since = now;
    crowd.hasGrown = true;
    return true;
  }

  /** Why the lanes of a site without room rest. */
  synchronized Hold holdUntilThereIsRoom(String site) {
    Crowd crowd = crowds.get(site);
    return new Hold(
        HoldScope.SITE,
        clock.instant().plus(LOOK_AGAIN),
        "others send to its site, as many as it can employ: " + (crowd == null ? "" : crowd.why));
  }

  /** A worker has a lane of the site. */
  synchronized void enter(String site) {
    crowds.computeIfAbsent(site, name -> new Crowd()).workers++;
  }

  /** It gave the lane back. */
  synchronized void leave(String site) {
    Crowd crowd = crowds.get(site);
    crowd.workers--;
    if (crowd.workers == 0 && crowd.most == Integer.MAX_VALUE) {
      crowds.remove(site);
    }
  }

  /**
   * A worker of the site would have to wait for its next mail.
   *
   * @param met what it would wait for
   * @return whether it has to leave: the others can do its work; else it is to wait
   */
  synchronized boolean isTooMany(String site, Hold met) {
    Crowd crowd = crowds.get(site);
    if (crowd == null || crowd.workers < 2) {
      return false;
    }
    Instant now = clock.instant();
    if (crowd.waitsFrom.plus(LATELY).isBefore(now)) {
      crowd.forgetWaits(now);
    }
    if (met.until().isAfter(now)) {
      crowd.waited = crowd.waited.plus(Duration.between(now, met.until()));
    }
    Duration there = Duration.between(crowd.waitsFrom, now);
    if (crowd.waited.compareTo(there) < 0 || crowd.waited.compareTo(WORTH_A_WORKER) < 0) {
      return false;
    }
    crowd.most = crowd.workers - 1;
    crowd.since = now;
    crowd.hasGrown = false;
    crowd.why = met.why();
    crowd.forgetWaits(now);
    return true;
  }

  /** Whether no other worker is there, who could wait for the site. */
  synchronized boolean isAlone(String site) {
    Crowd crowd = crowds.get(site);
    return crowd == null || crowd.workers < 2;
  }
}
