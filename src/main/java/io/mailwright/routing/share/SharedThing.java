package io.mailwright.routing.share;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

  /** How long one waits for a campaign of another node, of which is heard each second. */
  private static final long FAR_TURN = 50;

  private static final long SECOND = 1_000;

  /** Who has to wait for this part of the time would take more if there were more. */
  private static final double WANTING = 0.75;

  private final Object name;
  private final Map<Long, Claimant> claimants = new HashMap<>();
  private final OtherNodes otherNodes = new OtherNodes();
  private double lastPass;
  private long second;
  private int takesThisSecond;
  private int takesLastSecond;
  private long toldAt;

  private static final class Claimant {
    private Standing standing;
    private double pass;
    private double lastStride;

    /** It is due within these, in milliseconds. */
    private long dueFrom;

    private long dueUntil = Long.MIN_VALUE;

    /** The time for which it had to wait, up to the end of the last hold. */
    private long waited;

    private long waitsUntil;
    private long waitedBefore;

    private void waits(long from, long until) {
      long begin = Math.max(from, waitsUntil);
      if (until > begin) {
        waited += until - begin;
        waitsUntil = until;
      }
    }

    /** How long it had to wait since this was told last, without what is to come. */
    private long waitedSinceTold(long now) {
      return waited - Math.max(0, waitsUntil - now) - waitedBefore;
    }

    /** Whether it would have taken more in this time, and comes again soon. */
    private boolean isWanting(long now, long time) {
      return waitedSinceTold(now) >= WANTING * time && waitsUntil <= now + SECOND;
    }

    private void isTold(long now) {
      waitedBefore += waitedSinceTold(now);
    }

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

  /**
   * @param asksOtherNodes whether those of other nodes may have to come first
   */
  synchronized Optional<Hold> take(
      long campaignId, Standing standing, boolean asksOtherNodes, long now) {
    Claimant self = claimants.computeIfAbsent(campaignId, id -> new Claimant());
    self.standing = standing;
    if (!self.isPresent(now)) {
      // Who comes, or comes again, has no claim on what went before.
      self.pass = Math.max(self.pass, passOfOthers(self, now));
    }
    count(now);
    if (self.pass > lowestDue(self, now) + lead()) {
      return waitForTurn(self, now, TURN);
    }
    if (asksOtherNodes && comeBefore(self, now)) {
      return waitForTurn(self, now, FAR_TURN);
    }
    self.lastStride = stride(self, now);
    self.pass += self.lastStride;
    lastPass = self.pass;
    self.dueFrom = now;
    self.dueUntil = now + AFTER_TAKE;
    takesThisSecond++;
    return Optional.empty();
  }

  synchronized boolean doOthersComeFirst(long campaignId, long now) {
    Claimant self = claimants.get(campaignId);
    return self != null && comeBefore(self, now);
  }

  private boolean comeBefore(Claimant self, long now) {
    return otherNodes.comeBefore(self.pass, Math.max(takesLastSecond, takesThisSecond), now);
  }

  private Optional<Hold> waitForTurn(Claimant self, long now, long millis) {
    self.dueFrom = now;
    self.dueUntil = now + millis + AFTER_REFUSAL;
    self.waits(now, now + millis);
    Instant until = Instant.ofEpochMilli(now + millis);
    return Optional.of(
        new Hold(
            HoldScope.RECIPIENT,
            until,
            "another campaign's turn at "
                + name
                + " by fair shares; its own comes after "
                + until));
  }

  /** It took, and the thing had nothing before that time. */
  synchronized void refused(long campaignId, long until, long now) {
    Claimant self = claimants.get(campaignId);
    if (self != null) {
      takeBack(self);
      self.waits(now, until);
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

  /** What the campaigns here took and want, for the other nodes; each is to be told once. */
  synchronized List<Claim> claims(String commonName, long now) {
    long time = Math.max(1, now - toldAt);
    toldAt = now;
    List<Claim> claims = new ArrayList<>();
    claimants.forEach(
        (id, self) -> {
          claims.add(
              new Claim(commonName, id, self.standing, self.pass, self.isWanting(now, time)));
          self.isTold(now);
        });
    return claims;
  }

  /** What campaigns of other nodes took and want. */
  synchronized void follow(List<Claim> ofOthers, long now) {
    Weights here = Weights.NONE;
    for (Claimant each : claimants.values()) {
      here = now <= each.dueUntil + SECOND ? here.plus(each.standing) : here;
    }
    otherNodes.follow(ofOthers, here, now).ifPresent(this::meet);
  }

  /** Who comes has no claim on what went before: whoever is behind, here or there, goes forward. */
  private void meet(double passThere) {
    double behind =
        passThere - claimants.values().stream().mapToDouble(c -> c.pass).min().orElse(passThere);
    if (behind > 0) {
      claimants.values().forEach(each -> each.pass += behind);
    }
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
    lowest = otherNodes.lowestPass(lowest, now);
    return lowest == Double.MAX_VALUE ? lastPass : lowest;
  }

  private double stride(Claimant self, long now) {
    Weights here = Weights.NONE;
    for (Claimant each : claimants.values()) {
      if (each == self || each.isPresent(now)) {
        here = here.plus(each.standing);
      }
    }
    return 1 / otherNodes.weights(here, now).partOf(self.standing);
  }
}
