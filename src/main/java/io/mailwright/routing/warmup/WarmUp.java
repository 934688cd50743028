package io.mailwright.routing.warmup;

import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Hold;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Lets a young route send a site as many mails a day as its plan allows. Where there is no plan it
 * costs a look at the clock. Plans are read again every two seconds; while the database is away the
 * last ones stand.
 *
 * <p>Thread-safe. Throws {@link DatabaseException} where a mail must be counted and cannot be.
 */
@ApplicationScoped
public class WarmUp {
  private static final Logger LOG = Logger.getLogger(WarmUp.class.getName());
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
  private static final long FRESH_MILLIS = Duration.ofSeconds(2).toMillis();
  private static final String EVERY_SITE = "";

  /** No estimate looks further. */
  private static final int DAYS_AHEAD = 1000;

  private final AtomicLong nextLook = new AtomicLong();
  private final Map<MeterKey, WarmUpMeter> meters = new ConcurrentHashMap<>();

  /** By route and site; null until they are read for the first time. */
  private volatile Map<Long, Map<String, Plan>> plans;

  private WarmUpDays store;
  private Clock clock;

  private record MeterKey(long planId, String site) {}

  WarmUp() {}

  /** For injection and tests. */
  @Inject
  WarmUp(WarmUpDays store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A copy on another clock: it goes on from the days there are, and keeps new ones in memory. */
  public WarmUp trial(Clock other) {
    return new WarmUp(new TrialDays(store), other);
  }

  /** Whether a plan limits the site by the route. */
  public boolean isPlanned(long routeId, String site) {
    return planFor(routeId, site) != null;
  }

  /**
   * Reads the plans now, since one may have been made a moment ago: for a campaign that begins.
   *
   * @throws DatabaseException if they cannot be read
   */
  public synchronized void renew() {
    plans = read();
    nextLook.set(clock.millis() + FRESH_MILLIS);
  }

  /**
   * Takes a mail of the day.
   *
   * @return what holds it back by this route; empty: it may go
   */
  public Optional<Hold> take(Ask ask) {
    Plan plan = planFor(ask.routeId(), ask.site());
    return plan == null ? Optional.empty() : meter(plan, ask.site()).take(plan, ask.labels());
  }

  /** The present day, as {@link #giveBack} wants it: days of UTC since 1970. */
  public long day() {
    return Math.floorDiv(clock.millis(), DAY_MILLIS);
  }

  /**
   * Gives a mail back that was taken and then not tried.
   *
   * @param day the {@link #day} before it was taken: one of yesterday is none of today
   */
  public void giveBack(long routeId, String site, long day) {
    Plan plan = planFor(routeId, site);
    if (plan != null) {
      meter(plan, site).giveBack(day);
    }
  }

  /** Tells what became of a mail by this route, by which the next day is decided. */
  public void observe(long routeId, String site, MailOutcome outcome) {
    Plan plan = planFor(routeId, site);
    if (plan != null) {
      meter(plan, site).observe(plan, outcome);
    }
  }

  /** What is left of the day; empty: no limit by warm-up. */
  public Optional<WarmUpAllowance> allowance(long routeId, String site) {
    Plan plan = planFor(routeId, site);
    return plan == null ? Optional.empty() : meter(plan, site).allowance(plan);
  }

  /**
   * What it will let through from now on; empty: no limit by warm-up. Neither takes nor begins
   * anything, and reads the day from the database.
   */
  public Optional<WarmUpOutlook> outlook(long routeId, String site) {
    Plan plan = planFor(routeId, site);
    if (plan == null) {
      return Optional.empty();
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    WarmUpDay day = new TrialDays(store).open(plan, site, today).orElseThrow();
    List<Long> allowed = new ArrayList<>();
    WarmUpSteps steps = plan.stepsAt(site);
    if (day.allowed() != WarmUpSteps.UNLIMITED) {
      allowed.add(Math.max(0, day.allowed() - day.used()));
      // A plan that a person holds stays where it is, for as long as anybody looks ahead.
      int last = plan.isHeld() ? day.step() : steps.mails().size();
      for (int step = day.step() + 1; step <= last; step++) {
        allowed.add(steps.allowed(step));
      }
      for (int more = 0; plan.isHeld() && more < DAYS_AHEAD; more++) {
        allowed.add(day.allowed());
      }
    }
    return allowed.isEmpty()
        ? Optional.empty()
        : Optional.of(new WarmUpOutlook(routeId, site, today, allowed));
  }

  /** The sites that a plan has met, by name, at most so many. */
  public List<String> sites(long planId, int most) {
    return store.sites(planId, most);
  }

  /**
   * What was planned and what was done, day by day, from the plan's first day at the site to the
   * one from which on there is no limit.
   */
  public List<CurveDay> curve(WarmUpPlan plan, String site) {
    WarmUpDraft draft = plan.draft();
    WarmUpSteps steps =
        draft.site().isEmpty() && site.indexOf('.') >= 0 ? draft.smallSteps() : draft.steps();
    Map<LocalDate, WarmUpDay> real = new TreeMap<>();
    store.days(plan.id(), site).forEach(day -> real.put(day.day(), day));
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate first = real.keySet().stream().findFirst().orElse(today);
    List<CurveDay> curve = new ArrayList<>();
    LocalDate day = first;
    for (int step = 1; step <= steps.mails().size() || !day.isAfter(today); step++) {
      long planned = steps.allowed(step);
      curve.add(
          new CurveDay(
              day,
              planned == WarmUpSteps.UNLIMITED ? OptionalLong.empty() : OptionalLong.of(planned),
              Optional.ofNullable(real.get(day))));
      day = day.plusDays(1);
    }
    return curve;
  }

  /** Brings back what was taken ahead and is not used, and writes outcomes; called now and then. */
  public void settle() {
    meters.values().forEach(WarmUpMeter::settle);
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    meters.values().removeIf(meter -> meter.isUnusedSince(today));
  }

  @PreDestroy
  void writeAll() {
    meters.values().forEach(WarmUpMeter::write);
  }

  private WarmUpMeter meter(Plan plan, String site) {
    MeterKey key = new MeterKey(plan.id(), site);
    WarmUpMeter known = meters.get(key);
    return known != null
        ? known
        : meters.computeIfAbsent(key, k -> new WarmUpMeter(store, clock, plan, site));
  }

  private Plan planFor(long routeId, String site) {
    Map<Long, Map<String, Plan>> all = fresh();
    Map<String, Plan> ofRoute = all.isEmpty() ? null : all.get(routeId);
    if (ofRoute == null) {
      return null;
    }
    Plan own = ofRoute.get(site);
    return own == null ? ofRoute.get(EVERY_SITE) : own;
  }

  private Map<Long, Map<String, Plan>> fresh() {
    long now = clock.millis();
    long due = nextLook.get();
    if (plans == null) {
      return first();
    }
    if (now >= due && nextLook.compareAndSet(due, now + FRESH_MILLIS)) {
      try {
        plans = read();
      } catch (DatabaseException e) {
        LOG.log(
            Level.WARNING, "warm-ups cannot be read now, the last ones stand: {0}", e.toString());
      }
    }
    return plans;
  }

  private synchronized Map<Long, Map<String, Plan>> first() {
    if (plans == null) {
      renew();
    }
    return plans;
  }

  private Map<Long, Map<String, Plan>> read() {
    Map<Long, Map<String, Plan>> byRoute = new HashMap<>();
    for (Plan plan : store.plans()) {
      byRoute.computeIfAbsent(plan.routeId(), id -> new HashMap<>()).put(plan.site(), plan);
    }
    return byRoute;
  }
}
