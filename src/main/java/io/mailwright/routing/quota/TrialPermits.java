package io.mailwright.routing.quota;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A copy of quotas and of what was used of them, that counts in memory. Its time never goes back,
 * and nobody is late. For one thread.
 */
final class TrialPermits implements PermitStore {
  private final List<AppliedQuota> quotas;
  private final Map<String, Uses> uses = new HashMap<>();

  /** What still counts of a meter, by slice, and its sum. */
  private static final class Uses {
    private final TreeMap<Long, Usage.Use> bySlice = new TreeMap<>();
    private long sum;

    void add(long slice, long until, long mails) {
      bySlice.merge(
          slice,
          new Usage.Use(until, mails),
          (before, more) ->
              new Usage.Use(Math.max(before.until(), more.until()), before.mails() + more.mails()));
      sum += mails;
    }

    void takeBack(Map<Long, Long> unused) {
      unused.forEach(
          (slice, mails) ->
              bySlice.computeIfPresent(
                  slice,
                  (s, use) -> {
                    sum -= mails;
                    return new Usage.Use(use.until(), use.mails() - mails);
                  }));
    }

    void forgetUntil(long moment) {
      while (!bySlice.isEmpty() && bySlice.firstEntry().getValue().until() <= moment) {
        sum -= bySlice.pollFirstEntry().getValue().mails();
      }
    }
  }

  /**
   * @param real what is copied
   * @param now of this node
   */
  TrialPermits(PermitStore real, long now) {
    this.quotas = real.all();
    for (AppliedQuota quota : quotas) {
      Uses copied = usesOf(quota);
      for (Usage.Use use : real.usage(quota, now).uses()) {
        copied.add(quota.rule().sliceOf(use.until()), use.until(), use.mails());
      }
    }
  }

  private Uses usesOf(AppliedQuota quota) {
    return uses.computeIfAbsent(quota.meter(), meter -> new Uses());
  }

  @Override
  public List<AppliedQuota> all() {
    return quotas;
  }

  @Override
  public Lease lease(AppliedQuota quota, Wish wish) {
    long now = wish.now() + wish.ahead();
    QuotaRule rule = quota.rule();
    Uses counted = usesOf(quota);
    counted.takeBack(wish.unused());
    counted.forgetUntil(rule.countsAfter(now));
    long free = rule.limit() - counted.sum;
    if (free <= 0) {
      return new Lease.Exhausted(usage(quota, now).freeAt(rule) - wish.ahead());
    }
    Lease.Granted granted = rule.grant(now, 0, wish.lease(), free);
    counted.add(granted.slice(), granted.until(), granted.count());
    return granted;
  }

  @Override
  public Block move(AppliedQuota quota, long now, Block from, long later) {
    QuotaRule rule = quota.rule();
    if (from.until() <= rule.countsAfter(now)) {
      return Block.NONE;
    }
    Uses counted = usesOf(quota);
    counted.takeBack(Map.of(from.slice(), 1L));
    long until = rule.stillGood(from.until(), later);
    counted.add(rule.sliceOf(until), until, 1);
    return new Block(rule.sliceOf(until), later, until, 0, 0);
  }

  @Override
  public void giveBack(String meter, Map<Long, Long> unused) {
    uses.get(meter).takeBack(unused);
  }

  @Override
  public Usage usage(AppliedQuota quota, long now) {
    return new Usage(
        now, usesOf(quota).bySlice.values().stream().filter(use -> use.mails() > 0).toList());
  }

  @Override
  public void purgeLeft(long now) {
    // Each meter forgets when it is asked.
  }
}
