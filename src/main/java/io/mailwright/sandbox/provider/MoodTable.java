package io.mailwright.sandbox.provider;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;

/** A site's moods by hour of the week, in the site's own zone. Immutable. */
public final class MoodTable {
  private static final int HOURS = 24;

  private final ZoneId zone;
  private final Mood[] hours;

  private MoodTable(ZoneId zone, Mood[] hours) {
    this.zone = zone;
    this.hours = hours;
  }

  /** The same mood at all hours. */
  public static MoodTable even(ZoneId zone) {
    Mood[] hours = new Mood[DayOfWeek.values().length * HOURS];
    Arrays.fill(hours, Mood.EVEN);
    return new MoodTable(zone, hours);
  }

  /**
   * Another mood at some hours.
   *
   * @param firstDay the first of the days
   * @param lastDay the last of them; before the first, the days go over Sunday
   * @param firstHour 0 to 23
   * @param endHour the hour at which it ends, 1 to 24; not after the first, it goes over midnight,
   *     and the hours after midnight are those of the same days
   */
  public MoodTable with(
      DayOfWeek firstDay, DayOfWeek lastDay, int firstHour, int endHour, Mood mood) {
    if (firstHour < 0 || firstHour >= HOURS || endHour < 1 || endHour > HOURS) {
      throw new IllegalArgumentException("hours must be from 0-1 to 23-24");
    }
    Mood[] changed = hours.clone();
    int days = Math.floorMod(lastDay.getValue() - firstDay.getValue(), 7) + 1;
    int length = endHour > firstHour ? endHour - firstHour : endHour + HOURS - firstHour;
    for (int day = 0; day < days; day++) {
      for (int hour = 0; hour < length; hour++) {
        changed[index(firstDay.plus(day), (firstHour + hour) % HOURS)] = mood;
      }
    }
    return new MoodTable(zone, changed);
  }

  /** The mood at a moment. */
  public Mood at(Instant now) {
    ZonedDateTime local = now.atZone(zone);
    return hours[index(local.getDayOfWeek(), local.getHour())];
  }

  private static int index(DayOfWeek day, int hour) {
    return (day.getValue() - 1) * HOURS + hour;
  }
}
