package io.mailwright.routing.share;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The turns at one scarce thing: stride scheduling. Every campaign has a <em>pass</em> that grows
 * with each take by one over its share, so passes that grow alike mean shares that are right. A
 * campaign waits only while another one is due whose pass is lower; one that wants less than its
 * share is never due for long, and the others take what it leaves.
 *
 * <p>Thread-safe; its lock is for this thing only.
 */
final class SharedThing {
  /** How long a campaign that just took is thought to want more: about as long as one mail. */
  private static final long AFTER_TAKE = 20;

  /** How long to keep a turn for a campaign that was sent away, after the time it was told. */
  private static final long AFTER_REFUSAL = 250;

  /** How long one waits until it asks for its turn again. */
  private static final long TURN = 5;

  private static final long SECOND = 1_000;

  private final Object name;
  private final Map<Long, Claimant> claimants = new HashMap<>();
  private double lastPass;
  private long second;
  private int takesThisSecond;
  private int takesLastSecond;

  private static final class Claimant {
    private Standing standing;
    private double pass;
    private double lastStride;

    /** It is due within these, in milliseconds. */
    private long dueFrom;

    private long dueUntil = Long.MIN_VALUE;

    private boolean isPresent(long now) {
      return now <= dueUntil;
    }

    private boolean isDue(long now) {
      return dueFrom <= now && now <= dueUntil;
    }
  }

  /**
   * @param name what it is, for people
   */
  SharedThing(Object name) {
    this.name = name;
  }

  synchronized Optional<Hold> take(long campaignId, Standing standing, long now) {
    Claimant self = claimants.computeIfAbsent(campaignId, id -> new Claimant());
    self.standing = standing;
    if (!self.isPresent(now)) {
      // Who comes, or comes again, has no claim on what went before.
      self.pass = Math.max(self.pass, passOfOthers(self, now));
    }
    count(now);
    if (self.pass > lowestDue(self, now) + lead()) {
      self.dueFrom = now;
      self.dueUntil = now + TURN + AFTER_REFUSAL;
      return Optional.of(turn(now));
    }
    self.lastStride = stride(self, now);
    self.pass += self.lastStride;
    lastPass = self.pass;
    self.dueFrom = now;
    self.dueUntil = now + AFTER_TAKE;
    takesThisSecond++;
    return Optional.empty();
  }

  private Hold turn(long now) {
    Instant until = Instant.ofEpochMilli(now + TURN);
    return new Hold(
        HoldScope.RECIPIENT,
        until,
        "another campaign's turn at " + name + " by fair shares; its own comes after " + until);
  }

  /** It took, and the thing had nothing before that time. */
  synchronized void refused(long campaignId, long until) {
    Claimant self = claimants.get(campaignId);
    if (self != null) {
      takeBack(self);
      self.dueFrom = until;
      self.dueUntil = until + AFTER_REFUSAL;
    }
  }

  /** It took, and did not use it for a reason of its own. */
  synchronized void giveBack(long campaignId) {
    Claimant self = claimants.get(campaignId);
    if (self != null) {
      takeBack(self);
    }
  }

  /** Others of the campaign may have taken since, and be refused next: each gets its own back. */
  private void takeBack(Claimant self) {
    self.pass -= self.lastStride;
    takesThisSecond = Math.max(0, takesThisSecond - 1);
  }

  synchronized void forget(long campaignId) {
    claimants.remove(campaignId);
  }

  private void count(long now) {
    if (now / SECOND != second) {
      takesLastSecond = now / SECOND == second + 1 ? takesThisSecond : 0;
      takesThisSecond = 0;
      second = now / SECOND;
    }
  }

  /** How far one may be before the others: of what goes fast, as much as in 20 ms. */
  private double lead() {
    return 1 + Math.max(takesLastSecond, takesThisSecond) / 50.0;
  }

  private double lowestDue(Claimant self, long now) {
    double lowest = Double.MAX_VALUE;
    for (Claimant other : claimants.values()) {
      if (other != self && other.isDue(now)) {
        lowest = Math.min(lowest, other.pass);
      }
    }
    return lowest;
  }

  private double passOfOthers(Claimant self, long now) {
    double lowest = Double.MAX_VALUE;
    for (Claimant other : claimants.values()) {
      if (other != self && other.isPresent(now)) {
        lowest = Math.min(lowest, other.pass);
      }
    }
    return lowest == Double.MAX_VALUE ? lastPass : lowest;
  }

  private double stride(Claimant self, long now) {
    long urgent = 0;
    long others = 0;
    for (Claimant each : claimants.values()) {
      if (each == self || each.isPresent(now)) {
        if (each.standing.urgent()) {
          urgent += each.standing.weight();
        } else {
          others += each.standing.weight();
        }
      }
    }
    return 1 / self.standing.part(urgent, others);
  }
}
