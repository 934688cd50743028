package io.mailwright.routing.quota;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One quota as this node sees it: the permits it took ahead, and until when there are no more.
 *
 * <p>Thread-safe; the lock is this quota's alone, and is kept while permits are fetched, since
 * whoever waits for it needs them. A mail that is handed over in time needs no lock.
 */
final class QuotaMeter {
  /** Another node may have given permits back before the moment that was told. */
  private static final long ASK_AGAIN = QuotaRule.micros(Duration.ofSeconds(1));

  /** A permit must outlast the answer that brings it by some times of what that took. */
  private static final long ANSWERS_A_LEASE = 4;

  /** Whoever waits for the next permit at a dot needs so long to take it. */
  private static final long LATE_FIRST = QuotaRule.micros(Duration.ofMillis(20));

  /**
   * Who waits for a permit wakes up late, and the database takes its time: as long as that is no
   * more than this, the mail is of the moment at which the permit was free.
   */
  private static final long MOST_LATE = QuotaRule.micros(Duration.ofMillis(50));

  private static final long LEAST_WAIT = QuotaRule.micros(Duration.ofMillis(1));

  /** Of longer windows half a second is nothing. */
  private static final long CLOSELY_WATCHED = QuotaRule.micros(Duration.ofMinutes(1));

  private static final long LEAST_PURGE = QuotaRule.micros(Duration.ofMillis(100));
  private static final long PURGES_A_WINDOW = 20;

  private final PermitStore store;
  private final SteadyTime time;
  private volatile AppliedQuota quota;
  private Block block = Block.NONE;

  /** Permits by slice that nobody used in time. */
  private final Map<Long, Long> unused = new HashMap<>();

  private final UsualDelay delay = new UsualDelay();
  private long lease;
  private long lastTook;

  /** Until when there are no more, if somebody came for one since it was last asked about. */
  private Optional<Instant> reached = Optional.empty();

  private long freeAt;

  /** Before this moment permits are for mails that wait at their dot. */
  private long lateUntil;

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
      lateUntil = 0;
    }
  }

  AppliedQuota quota() {
    return quota;
  }

  /** Whether there is no permit, as far as is known without asking. */
  synchronized boolean isKnownUsed() {
    long now = time.micros();
    return now < lateUntil || (!block.has(now) && now < askAt);
  }

  /** Takes a permit, if there is one. */
  synchronized boolean take(Permit into) {
    long now = time.micros();
    if (now < lateUntil || !hasOne(now)) {
      return false;
    }
    block.takeOne();
    into.add(new Taken(this, block));
    return true;
  }

  long now() {
    return time.micros();
  }

  /** By how much later than their permits mails are handed over, in microseconds. */
  private long delayAt(long now) {
    return isWatchedClosely() ? delay.micros(now) : 0;
  }

  private boolean isWatchedClosely() {
    return quota.rule().length() <= CLOSELY_WATCHED;
  }

  /**
   * A mail is handed over. One that took longer than others of this quota counts from now on.
   *
   * @param ready when it was ready and no other quota kept it back
   * @return 0 if it may be; otherwise after how many microseconds it may be asked for again, since
   *     its permit counts no more and there is no other
   * @throws io.mailwright.kernel.db.DatabaseException if it must count anew and cannot
   */
  long handOver(Taken mail, long ready) {
    if (mail.block() != Block.NONE && (keeps(mail, ready) || moved(mail))) {
      return 0;
    }
    return takenAnew(mail);
  }

  private boolean keeps(Taken mail, long ready) {
    QuotaRule rule = quota.rule();
    long now = time.micros();
    if (rule.reset().isPresent()) {
      return mail.block().until() > rule.countsAfter(now);
    }
    long latest = mail.block().until() - rule.slack();
    if (!isWatchedClosely()) {
      return now <= latest + UsualDelay.LONGEST;
    }
    mail.learnBy(delay, ready + rule.slack(), now);
    return now <= latest;
  }

  /** Counts a mail under the moment at which it comes, if it still counts; asks the database. */
  private boolean moved(Taken mail) {
    long now = time.micros();
    mail.countsUnder(store.move(quota, now, mail.block(), now));
    return mail.block() != Block.NONE;
  }

  /** It comes before all mails that are to begin. */
  private synchronized long takenAnew(Taken mail) {
    mail.countsUnder(Block.NONE);
    if (!hasOne(time.micros())) {
      long now = time.micros();
      lateUntil = Math.max(askAt, now) + LATE_FIRST;
      return Math.max(LEAST_WAIT, askAt - now);
    }
    block.takeOne();
    mail.countsUnder(block);
    return Math.max(0, block.at() - time.micros());
  }

  private boolean hasOne(long now) {
    if (isGoodAt(now)) {
      return true;
    }
    retire();
    return now >= askAt && refill(now);
  }

  /** Whether a mail that begins can be in time, if it needs no longer than others. */
  private boolean isGoodAt(long now) {
    return block.has(now + quota.rule().slack());
  }

  private long lateAt(long now) {
    long late = now - freeAt;
    boolean counts = late > 0 && late <= MOST_LATE && quota.rule().reset().isEmpty();
    return counts && isWatchedClosely() ? late : 0;
  }

  private boolean refill(long asked) {
    long ahead = delayAt(asked);
    long late = lateAt(asked);
    for (long now = asked; ; late = 0) {
      Lease answer =
          store.lease(quota, new PermitStore.Wish(now, ahead, late, lease, unused, purge(now)));
      unused.clear();
      long answered = time.micros();
      long needed = ANSWERS_A_LEASE * usual(answered - now);
      if (answer instanceof Lease.Granted some) {
        block =
            new Block(some.slice(), now + ahead - some.late(), some.until(), ahead, some.count());
        if (isGoodAt(answered)) {
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
      lease = within(late > 0 ? needed : Math.max(needed, 2 * lease));
      now = answered;
    }
  }

  /** One answer that took long says nothing: permits count for longer then, and use is lost. */
  private long usual(long took) {
    long usual = Math.min(took, lastTook);
    lastTook = took;
    return usual;
  }

  private long within(long wanted) {
    QuotaRule rule = quota.rule();
    return Math.min(rule.length(), Math.max(rule.lease(), wanted));
  }

  private void isUsedUntil(long moment, long now) {
    freeAt = moment;
    askAt = Math.min(moment, now + ASK_AGAIN);
  }

  /** What was free a moment ago can still be asked for. */
  private OptionalLong purge(long now) {
    if (now < purgeAt) {
      return OptionalLong.empty();
    }
    purgeAt = now + Math.max(LEAST_PURGE, quota.rule().length() / PURGES_A_WINDOW);
    return OptionalLong.of(isWatchedClosely() ? MOST_LATE : 0);
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
    return hold(labels, Math.max(freeAt, lateUntil));
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
