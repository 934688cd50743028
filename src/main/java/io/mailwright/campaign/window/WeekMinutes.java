package io.mailwright.campaign.window;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The minutes of a week, from Monday 00:00 on a wall clock, in which mails may go. Immutable in
 * use.
 */
public final class WeekMinutes {
  /** Minutes of a week. */
  public static final int WEEK = 7 * DayHours.DAY;

  private final BitSet quiet = new BitSet(WEEK);
  private final BitSet open = new BitSet(WEEK);

  private WeekMinutes() {}

  /**
   * A stretch of open minutes.
   *
   * @param start its first minute, 0 to {@link #WEEK} − 1
   * @param length its minutes, 1 to {@link #WEEK}; it may go over the end of the week
   * @param isUntilQuiet whether quiet hours start where it ends
   */
  public record Stretch(int start, int length, boolean isUntilQuiet) {}

  static WeekMinutes of(List<DayHours> quiet, List<DayHours> preferred) {
    WeekMinutes week = new WeekMinutes();
    quiet.forEach(hours -> set(week.quiet, hours));
    if (preferred.isEmpty()) {
      week.open.set(0, WEEK);
    } else {
      preferred.forEach(hours -> set(week.open, hours));
    }
    week.open.andNot(week.quiet);
    return week;
  }

  private static void set(BitSet minutes, DayHours hours) {
    for (DayOfWeek day : hours.days()) {
      int start = (day.getValue() - 1) * DayHours.DAY + hours.from();
      int end = start + hours.length();
      minutes.set(start, Math.min(end, WEEK));
      if (end > WEEK) {
        minutes.set(0, end - WEEK);
      }
    }
  }

  /** Whether no minute is open. */
  public boolean isNever() {
    return open.isEmpty();
  }

  /** Whether all minutes are open. */
  public boolean isAlways() {
    return open.cardinality() == WEEK;
  }

  /**
   * Whether mails may go.
   *
   * @param minute of the week
   */
  public boolean isOpen(int minute) {
    return open.get(minute);
  }

  /**
   * Whether it is quiet.
   *
   * @param minute of the week
   */
  public boolean isQuiet(int minute) {
    return quiet.get(minute);
  }

  /** The minute of the week that a wall clock shows. */
  public static int minuteOf(LocalDateTime wall) {
    return (wall.getDayOfWeek().getValue() - 1) * DayHours.DAY
        + wall.getHour() * 60
        + wall.getMinute();
  }

  /** The open stretches by their start, each as long as it can be; one of all minutes is one. */
  public List<Stretch> stretches() {
    if (isAlways()) {
      return List.of(new Stretch(0, WEEK, false));
    }
    List<Stretch> stretches = new ArrayList<>();
    int start = open.nextSetBit(0);
    while (start >= 0) {
      int end = open.nextClearBit(start);
      boolean wraps = end >= WEEK;
      int to = wraps ? WEEK + open.nextClearBit(0) : end;
      // What began in the week before is found from there.
      if (start > 0 || !open.get(WEEK - 1)) {
        stretches.add(new Stretch(start, to - start, quiet.get(to % WEEK)));
      }
      start = wraps ? -1 : open.nextSetBit(end);
    }
    return stretches;
  }
}
