package io.mailwright.routing.quota;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Leave to begin one mail, counted by all quotas that apply to it. One that is not used before
 * {@link #goodUntil} is to be given back and taken anew: later the mail would count for a window in
 * which it was not sent.
 */
public final class Permit implements QuotaAnswer {
  /** No quota applies. */
  static final Permit FREE = new Permit(0);

  private static final int NOBODY = -1;

  private final Taken[] all;
  private int taken;
  private long firstReady = Long.MAX_VALUE;
  private long dueSince = Long.MAX_VALUE;

  Permit(int most) {
    this.all = new Taken[most];
  }

  void add(Taken one) {
    all[taken] = one;
    taken++;
  }

  /** Whether no quota applied, so that there is nothing to give back. */
  public boolean isFree() {
    return taken == 0;
  }

  /** The last moment at which the mail may begin. It is counted when it is handed over. */
  public Instant goodUntil() {
    long until = Long.MAX_VALUE;
    for (int i = 0; i < taken; i++) {
      until = Math.min(until, all[i].block().until());
    }
    return until == Long.MAX_VALUE ? Instant.MAX : QuotaRule.instant(until);
  }

  /**
   * How long the mail has to wait until it may be handed over, to be asked when it is ready: the
   * receiver counts it then. A mail that took longer than others counts from now on, if need be by
   * another permit.
   *
   * @return zero: at once; otherwise to be asked again after that time
   * @throws io.mailwright.kernel.db.DatabaseException if it must count anew and cannot
   */
  Duration untilDue() {
    if (taken == 0) {
      return Duration.ZERO;
    }
    long now = all[0].meter().now();
    firstReady = Math.min(firstReady, now);
    long longest = latest(NOBODY) - now;
    for (int i = 0; i < taken && longest <= 0; i++) {
      // What it waited for the others' sake is a delay, what it waited for its own is none.
      longest = all[i].meter().handOver(all[i], latest(i) + sinceDue(now));
    }
    dueSince = longest <= 0 ? Math.min(dueSince, now) : Long.MAX_VALUE;
    return longest <= 0 ? Duration.ZERO : Duration.of(longest, ChronoUnit.MICROS);
  }

  /** What passed since it was told that it may go counts for all of its quotas. */
  private long sinceDue(long now) {
    return Math.max(0, now - dueSince);
  }

  /** When the mail would be due without one of its quotas. */
  private long latest(int without) {
    long latest = firstReady;
    for (int i = 0; i < taken; i++) {
      latest = i == without ? latest : Math.max(latest, all[i].due());
    }
    return latest;
  }

  /** Gives back what it holds; a second time there is nothing left to give. */
  void giveBack() {
    while (taken > 0) {
      taken--;
      all[taken].meter().giveBack(all[taken]);
    }
  }
}
