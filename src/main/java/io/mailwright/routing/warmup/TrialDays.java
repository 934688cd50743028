package io.mailwright.routing.warmup;

import io.mailwright.campaign.policy.OutcomeTally;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Days of warm-ups that begin as they are stored and go on in memory. Of each plan and site the
 * stored days are read once, when it is first asked for. For one thread.
 */
final class TrialDays implements WarmUpDays {
  private final WarmUpDays real;
  private final List<Plan> plans;
  private final Map<Key, TreeMap<LocalDate, WarmUpDay>> days = new HashMap<>();

  private record Key(long planId, String site) {}

  TrialDays(WarmUpDays real) {
    this.real = real;
    this.plans = real.plans();
  }

  private TreeMap<LocalDate, WarmUpDay> daysOf(long planId, String site) {
    return days.computeIfAbsent(
        new Key(planId, site),
        key -> {
          TreeMap<LocalDate, WarmUpDay> stored = new TreeMap<>();
          real.days(planId, site).forEach(day -> stored.put(day.day(), day));
          return stored;
        });
  }

  @Override
  public List<Plan> plans() {
    return plans;
  }

  @Override
  public Optional<WarmUpDay> open(Plan plan, String site, LocalDate day) {
    TreeMap<LocalDate, WarmUpDay> known = daysOf(plan.id(), site);
    return Optional.of(
        known.computeIfAbsent(
            day,
            d -> {
              Plan.Decision next =
                  plan.next(Optional.ofNullable(known.lowerEntry(d)).map(Map.Entry::getValue));
              long allowed = plan.stepsAt(site).allowed(next.step());
              return new WarmUpDay(d, next.step(), allowed, 0, OutcomeTally.NONE, next.why());
            }));
  }

  @Override
  public long take(long planId, String site, LocalDate day, long wanted) {
    WarmUpDay now = daysOf(planId, site).get(day);
    long taken = Math.min(now.allowed() - now.used(), wanted);
    add(planId, site, day, taken, OutcomeTally.NONE);
    return taken;
  }

  @Override
  public void settle(long planId, String site, LocalDate day, long unused, OutcomeTally more) {
    add(planId, site, day, -unused, more);
  }

  private void add(long planId, String site, LocalDate day, long used, OutcomeTally more) {
    daysOf(planId, site)
        .computeIfPresent(
            day,
            (d, before) ->
                new WarmUpDay(
                    d,
                    before.step(),
                    before.allowed(),
                    before.used() + used,
                    before.tally().plus(more),
                    before.why()));
  }

  @Override
  public Optional<WarmUpDay> find(long planId, String site, LocalDate day) {
    return Optional.ofNullable(daysOf(planId, site).get(day));
  }

  @Override
  public List<WarmUpDay> days(long planId, String site) {
    return new ArrayList<>(daysOf(planId, site).values());
  }

  @Override
  public List<String> sites(long planId, int most) {
    return days.keySet().stream()
        .filter(key -> key.planId() == planId)
        .map(Key::site)
        .sorted()
        .limit(most)
        .toList();
  }
}
