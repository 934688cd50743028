package io.mailwright.routing.share;

import jakarta.annotation.Nullable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What campaigns of other nodes told last of their turns at one scarce thing, a second or two ago:
 * so the campaigns here may be ahead of them by what goes in that time, and no more. Each pass is
 * kept by its campaign's node alone, so that all nodes go by the same ones and never wait for each
 * other.
 *
 * <p>Not thread-safe: the thing locks it. Times are milliseconds.
 */
final class OtherNodes {
  /** What was told counts so long if nothing is heard. */
  private static final long FOLLOWED = 5_000;

  /** Who takes nothing for so long although it could is not waited for. */
  private static final long STANDSTILL = 5_000;

  /** How late what was told may be. */
  private static final double SECONDS_LATE = 2;

  private static final double LEAST_LEAD = 20;

  private final Map<Long, Other> others = new HashMap<>();

  /**
   * One as it was told.
   *
   * @param perSecond how many it took a second lately
   * @param movedAt when it was heard that it took some
   */
  private record Other(Claim claim, double perSecond, long movedAt, long toldAt) {
    private boolean isHeard(long now) {
      return now <= toldAt + FOLLOWED;
    }

    private boolean isPresent(long now) {
      return claim.isWanting() && isHeard(now);
    }

    private boolean moves(long now) {
      return now - movedAt < STANDSTILL;
    }
  }

  /**
   * Takes note of what was told.
   *
   * @param here those here that want more
   * @return the lowest pass of those that were not heard of before and want more; empty if there is
   *     none
   */
  OptionalDouble follow(List<Claim> claims, Weights here, long now) {
    Map<Long, Other> before = Map.copyOf(others);
    others.clear();
    claims.forEach(claim -> others.put(claim.campaignId(), new Other(claim, 0, now, now)));
    Weights all = weights(here, now);
    others.replaceAll((id, other) -> since(before.get(id), other, all));
    return claims.stream()
        .filter(claim -> claim.isWanting() && !before.containsKey(claim.campaignId()))
        .mapToDouble(Claim::pass)
        .min();
  }

  private static Other since(@Nullable Other before, Other now, Weights all) {
    if (before == null) {
      return now;
    }
    double gone = now.claim().pass() - before.claim().pass();
    double seconds = Math.max(1, now.toldAt() - before.toldAt()) / 1000.0;
    return new Other(
        now.claim(),
        Math.max(0, gone * all.partOf(now.claim().standing()) / seconds),
        gone > 0 || !before.claim().isWanting() ? now.toldAt() : before.movedAt(),
        now.toldAt());
  }

  /**
   * Together with those there that took some lately: every node is to divide by the same weights,
   * whoever wants more in this second.
   */
  Weights weights(Weights here, long now) {
    Weights all = here;
    for (Other other : others.values()) {
      if (other.isHeard(now) && other.moves(now)) {
        all = all.plus(other.claim().standing());
      }
    }
    return all;
  }

  /** The lowest pass of those that want more, or the given one. */
  double lowestPass(double here, long now) {
    double lowest = here;
    for (Other other : others.values()) {
      if (other.isPresent(now)) {
        lowest = Math.min(lowest, other.claim().pass());
      }
    }
    return lowest;
  }

  /**
   * Whether somebody there has to come first.
   *
   * @param perSecond how many are taken here
   */
  boolean comeBefore(double pass, int perSecond, long now) {
    if (others.isEmpty()) {
      return false;
    }
    double all = perSecond;
    for (Other other : others.values()) {
      all += other.isPresent(now) ? other.perSecond() : 0;
    }
    double lead = LEAST_LEAD + SECONDS_LATE * all;
    for (Other other : others.values()) {
      if (other.isPresent(now) && other.moves(now) && pass > other.claim().pass() + lead) {
        return true;
      }
    }
    return false;
  }
}
