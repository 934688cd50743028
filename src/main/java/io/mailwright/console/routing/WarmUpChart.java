package io.mailwright.console.routing;

import io.mailwright.routing.warmup.CurveDay;
import io.mailwright.routing.warmup.WarmUpDay;
import io.mailwright.routing.warmup.WarmUpSteps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The curve of a warm-up at a site, ready to be drawn: what was planned, allowed and used of each
 * day. The axis is logarithmic.
 *
 * @param days from the first one on
 * @param ticks the marks of the vertical axis, from the top down
 */
public record WarmUpChart(List<Day> days, List<Long> ticks) {
  private static final int LABELS = 6;

  /**
   * One day.
   *
   * @param date in UTC
   * @param isToday whether it is the present one
   * @param planned mails; empty: no limit
   * @param allowed mails; empty where none went yet, and where there is no limit
   * @param used mails; empty where none went yet
   * @param why what made it allow so many; empty where none went yet
   * @param plannedHeight percent of the height, as are the other two
   * @param isLabelled whether its date stands below it
   */
  public record Day(
      LocalDate date,
      boolean isToday,
      OptionalLong planned,
      OptionalLong allowed,
      OptionalLong used,
      Optional<String> why,
      double plannedHeight,
      double allowedHeight,
      double usedHeight,
      boolean isLabelled) {}

  /** The chart of a curve. */
  public static WarmUpChart of(List<CurveDay> curve, LocalDate today) {
    long most =
        curve.stream()
            .mapToLong(day -> Math.max(day.planned().orElse(0), allowed(day).orElse(0)))
            .max()
            .orElse(1);
    long used =
        curve.stream().mapToLong(day -> day.real().map(WarmUpDay::used).orElse(0L)).max().orElse(1);
    LogScale scale = LogScale.upTo(Math.max(most, used));
    int step = Math.max(1, (curve.size() + LABELS - 1) / LABELS);
    List<Day> days = new ArrayList<>();
    for (CurveDay day : curve) {
      Optional<Long> went = day.real().map(WarmUpDay::used);
      days.add(
          new Day(
              day.day(),
              day.day().equals(today),
              day.planned(),
              allowed(day),
              went.map(OptionalLong::of).orElseGet(OptionalLong::empty),
              day.real().map(WarmUpDay::why),
              day.planned().isEmpty() ? 100 : scale.height(day.planned().getAsLong()),
              scale.height(allowed(day).orElse(0)),
              scale.height(went.orElse(0L)),
              days.size() % step == 0));
    }
    return new WarmUpChart(List.copyOf(days), scale.ticks());
  }

  private static OptionalLong allowed(CurveDay day) {
    return day.real()
        .filter(real -> real.allowed() != WarmUpSteps.UNLIMITED)
        .map(real -> OptionalLong.of(real.allowed()))
        .orElseGet(OptionalLong::empty);
  }
}
