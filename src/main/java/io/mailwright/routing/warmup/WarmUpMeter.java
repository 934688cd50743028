package io.mailwright.routing.warmup;

import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.campaign.policy.OutcomeTally;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.quota.QuotaLabels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A plan at one site as this node uses it: takes mails of the day from the database, of a large day
 * several at once, and brings back what it did not use. Thread-safe.
 */
final class WarmUpMeter {
  /** Days of fewer mails than this are taken one by one, so that a crash loses none of them. */
  private static final long ONE_BY_ONE = 500;

  private static final long MOST_AT_ONCE = 500;

  /** How long to believe that a day is used up: a plan may be changed, another node give back. */
  private static final Duration BELIEVED = Duration.ofSeconds(2);

  /** How long outcomes may wait to be written. */
  private static final Duration WRITTEN_AFTER = Duration.ofSeconds(5);

  /** How long mails that were taken ahead stay with this node without being used. */
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final WarmUpDays store;
  private final Clock clock;
  private final String site;
  private Plan plan;
  private Optional<WarmUpDay> today = Optional.empty();
  private int openedVersion;
  private long ahead;
  private Instant lastTaken = Instant.EPOCH;
  private Instant usedUpUntil = Instant.EPOCH;
  private OutcomeTally unwritten = OutcomeTally.NONE;
  private Instant lastWritten;

  WarmUpMeter(WarmUpDays store, Clock clock, Plan plan, String site) {
    this.store = store;
    this.clock = clock;
    this.plan = plan;
    this.site = site;
    this.lastWritten = clock.instant();
  }

  /**
   * Takes a mail of the day.
   *
   * @param labels what people call the route and the site
   */
  synchronized Optional<Hold> take(Plan now, QuotaLabels labels) {
    plan = now;
    Optional<WarmUpDay> day = open();
    if (day.isEmpty() || day.get().allowed() == WarmUpSteps.UNLIMITED) {
      return Optional.empty();
    }
    Instant at = clock.instant();
    if (ahead == 0 && !usedUpUntil.isAfter(at)) {
      ahead = store.take(plan.id(), site, day.get().day(), atOnce(day.get()));
      if (ahead == 0) {
        usedUpUntil = at.plus(BELIEVED);
      }
    }
    if (ahead == 0) {
      return Optional.of(usedUp(day.get(), labels));
    }
    ahead--;
    lastTaken = at;
    return Optional.empty();
  }

  private static long atOnce(WarmUpDay day) {
    return day.allowed() < ONE_BY_ONE
        ? 1
        : Math.max(1, Math.min(MOST_AT_ONCE, day.allowed() / 200));
  }

  private static Instant end(WarmUpDay day) {
    return day.day().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private static Hold usedUp(WarmUpDay day, QuotaLabels labels) {
    Instant until = end(day);
    return new Hold(
        HoldScope.SITE_ON_ROUTE,
        until,
        "warm-up day "
            + day.step()
            + " of route "
            + labels.route()
            + " to "
            + labels.site()
            + " ("
            + day.allowed()
            + " a day) used until "
            + until);
  }

  /** The present day as the plan is now. */
  private Optional<WarmUpDay> open() {
    LocalDate date = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (today.isPresent() && openedVersion == plan.version() && today.get().day().equals(date)) {
      return today;
    }
    write();
    today = store.open(plan, site, date);
    openedVersion = plan.version();
    usedUpUntil = Instant.EPOCH;
    return today;
  }

  /**
   * Takes a mail back.
   *
   * @param day of which it was taken
   */
  synchronized void giveBack(long day) {
    if (today.isPresent()
        && today.get().day().toEpochDay() == day
        && today.get().allowed() != WarmUpSteps.UNLIMITED) {
      ahead++;
      usedUpUntil = Instant.EPOCH;
    }
  }

  synchronized void observe(Plan now, MailOutcome outcome) {
    plan = now;
    if (open().map(WarmUpDay::allowed).orElse(WarmUpSteps.UNLIMITED) == WarmUpSteps.UNLIMITED) {
      return;
    }
    unwritten = unwritten.with(outcome);
    if (!clock.instant().isBefore(lastWritten.plus(WRITTEN_AFTER))) {
      writeOutcomes();
    }
  }

  /** What is left of the day; empty where there is no limit. */
  synchronized Optional<WarmUpAllowance> allowance(Plan now) {
    plan = now;
    Optional<WarmUpDay> day = open();
    if (day.isEmpty() || day.get().allowed() == WarmUpSteps.UNLIMITED) {
      return Optional.empty();
    }
    long used = store.find(plan.id(), site, day.get().day()).map(WarmUpDay::used).orElse(0L);
    return Optional.of(
        new WarmUpAllowance(
            day.get().step(),
            day.get().allowed(),
            Math.max(0, day.get().allowed() - used + ahead),
            end(day.get())));
  }

  /** Whether nothing was asked of it on this day. */
  synchronized boolean isUnusedSince(LocalDate day) {
    return today.isPresent() && today.get().day().isBefore(day) && ahead == 0;
  }

  /** Brings back what was taken ahead and is not used, and writes the outcomes. */
  synchronized void settle() {
    if (ahead > 0 && lastTaken.plus(KEPT).isBefore(clock.instant())) {
      write();
    } else {
      writeOutcomes();
    }
  }

  /** The same at the end, whenever the last mail was. */
  synchronized void write() {
    if (today.isPresent() && (ahead > 0 || !unwritten.equals(OutcomeTally.NONE))) {
      store.settle(plan.id(), site, today.get().day(), ahead, unwritten);
      ahead = 0;
      unwritten = OutcomeTally.NONE;
    }
    lastWritten = clock.instant();
  }

  private void writeOutcomes() {
    if (today.isPresent() && !unwritten.equals(OutcomeTally.NONE)) {
      store.settle(plan.id(), site, today.get().day(), 0, unwritten);
      unwritten = OutcomeTally.NONE;
    }
    lastWritten = clock.instant();
  }
}
