package io.mailwright.routing.quota;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One quota as this node sees it: the permits it took ahead, and until when there are no more.
 *
 * <p>Thread-safe; the lock is this quota's alone, and is kept while permits are fetched, since
 * whoever waits for it needs them.
 */
final class QuotaMeter {
  /** Another node may have given permits back before the moment that was told. */
  private static final long ASK_AGAIN = QuotaRule.micros(Duration.ofSeconds(1));

  /** A permit must outlast the answer that brings it by some times of what that took. */
  private static final long ANSWERS_A_LEASE = 4;

  private static final long LEAST_PURGE = QuotaRule.micros(Duration.ofMillis(100));
  private static final long PURGES_A_WINDOW = 20;

  private final PermitStore store;
  private final SteadyTime time;
  private AppliedQuota quota;
  private Block block = Block.NONE;

  /** Permits by slice that nobody used in time. */
  private final Map<Long, Long> unused = new HashMap<>();

  private final UsualDelay delay = new UsualDelay();
  private long lease;

  /** Until when there are no more, if somebody came for one since it was last asked about. */
  private Optional<Instant> reached = Optional.empty();

  private long freeAt;
  private long askAt;
  private long purgeAt;

  QuotaMeter(AppliedQuota quota, PermitStore store, SteadyTime time) {
    this.store = store;
    this.time = time;
    this.quota = quota;
    this.lease = quota.rule().lease();
  }

  /** Goes on under another rule; what was taken ahead under the old one is given back. */
  synchronized void follow(AppliedQuota now) {
    if (!quota.equals(now)) {
      retire();
      quota = now;
      lease = now.rule().lease();
      askAt = 0;
    }
  }

  synchronized AppliedQuota quota() {
    return quota;
  }

  /** Whether there is no permit, as far as is known without asking. */
  synchronized boolean isKnownUsed() {
    long now = time.micros();
    return !block.has(now) && now < askAt;
  }

  /** Takes a permit, if there is one. */
  synchronized boolean take(Permit into) {
    long now = time.micros();
    if (!hasOne(now)) {
      return false;
    }
    block.takeOne();
    into.add(new Taken(this, block, now));
    return true;
  }

  /**
   * How long a mail that is ready has to wait until it may be handed over. That is as much later
   * than its permit as others of this quota are: what takes less waits, and what takes longer
   * counts from then on.
   *
   * @return microseconds; 0 for at once
   */
  synchronized long wait(Taken mail) {
    long now = time.micros();
    long latest = mail.block().until() - slack();
    if (mail.isNew()) {
      mail.delayedBy(delay.learn(now - latest, quota.rule().length(), now));
    }
    if (now < mail.at() + mail.delay()) {
      return mail.at() + mail.delay() - now;
    }
    long counted = now - mail.delay();
    if (counted <= latest || moved(mail, counted, now)) {
      return 0;
    }
    mail.countsUnder(Block.NONE);
    if (!hasOne(now)) {
      return Math.max(1, askAt - time.micros());
    }
    block.takeOne();
    mail.takenAnew(block, now, delay.usual());
    return mail.delay();
  }

  /** So much closer to one another than their permits may mails come. */
  private long slack() {
    return quota.rule().lease() / 2;
  }

  /** Counts a mail under the moment at which it comes, if it counts at all. */
  private boolean moved(Taken mail, long counted, long now) {
    long later = counted + slack();
    Block from = mail.block();
    if (!store.move(quota, now, from, later)) {
      return false;
    }
    mail.countsUnder(new Block(quota.rule().sliceOf(later), later, 0));
    return true;
  }

  private boolean hasOne(long now) {
    if (block.has(now)) {
      return true;
    }
    retire();
    return now >= askAt && refill(now);
  }

  private boolean refill(long asked) {
    for (long now = asked; ; ) {
      Lease answer = store.lease(quota, now, lease, unused, purgesAt(now));
      unused.clear();
      long answered = time.micros();
      long needed = ANSWERS_A_LEASE * (answered - now);
      if (answer instanceof Lease.Granted some) {
        block = new Block(some.slice(), some.until(), some.count());
        if (block.has(answered)) {
          lease = within(needed);
          return true;
        }
        retire();
      } else if (answer instanceof Lease.Exhausted none) {
        isUsedUntil(none.freeAt(), answered);
        reached = Optional.of(QuotaRule.instant(none.freeAt()));
        return false;
      }
      if (lease == quota.rule().length()) {
        isUsedUntil(answered + ASK_AGAIN, answered);
        return false;
      }
      lease = within(Math.max(needed, 2 * lease));
      now = answered;
    }
  }

  private long within(long wanted) {
    QuotaRule rule = quota.rule();
    return Math.min(rule.length(), Math.max(rule.lease(), wanted));
  }

  private void isUsedUntil(long moment, long now) {
    freeAt = moment;
    askAt = Math.min(moment, now + ASK_AGAIN);
  }

  private boolean purgesAt(long now) {
    if (now < purgeAt) {
      return false;
    }
    purgeAt = now + Math.max(LEAST_PURGE, quota.rule().length() / PURGES_A_WINDOW);
    return true;
  }

  private void retire() {
    if (block.left() > 0) {
      unused.merge(block.slice(), block.left(), Long::sum);
    }
    block = Block.NONE;
  }

  /** Takes a permit back that was not used. */
  synchronized void giveBack(Taken mail) {
    Block from = mail.block();
    if (from == Block.NONE) {
      return;
    }
    if (from == block) {
      block.putBack();
    } else {
      unused.merge(from.slice(), 1L, Long::sum);
    }
    askAt = 0;
  }

  /** Brings to the database what nobody used, so that other nodes can have it. */
  synchronized void settle() {
    if (!block.has(time.micros())) {
      retire();
    }
    if (!unused.isEmpty()) {
      store.giveBack(quota.meter(), unused);
      unused.clear();
    }
  }

  /** Whether somebody came in vain since this was last asked. */
  synchronized Optional<QuotaReached> takeReached() {
    Optional<QuotaReached> was = reached.map(until -> new QuotaReached(quota, until));
    reached = Optional.empty();
    return was;
  }

  /** Why there was none when it was last asked for. */
  synchronized Hold hold(QuotaLabels labels) {
    return hold(labels, freeAt);
  }

  /** Why there is none before a moment. */
  synchronized Hold hold(QuotaLabels labels, long moment) {
    Instant until = QuotaRule.instant(moment);
    return new Hold(scope(quota.scope()), until, quota.why(labels, until));
  }

  private static HoldScope scope(QuotaScope of) {
    return switch (of) {
      case SERVER, SOURCE -> HoldScope.ROUTE;
      case SITE -> HoldScope.SITE;
      case SENDER, CAMPAIGN -> HoldScope.CAMPAIGN;
    };
  }
}
