package io.mailwright.routing.window;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The hours of a week in UTC, 0 being Monday 00:00 to 01:00, and the weeks since 1969-12-29. */
public final class HourOfWeek {
  /** Hours of a week. */
  public static final int COUNT = 7 * 24;

  private static final long SECONDS = 3600;

  /** 1970 began on a Thursday. */
  private static final long MONDAY_FIRST = 3 * 24;

  private HourOfWeek() {}

  /** The hour of the week that an instant lies in. */
  public static int of(Instant at) {
    return (int) Math.floorMod(hours(at), (long) COUNT);
  }

  /** The week that an instant lies in. */
  static int weekOf(Instant at) {
    return (int) Math.floorDiv(hours(at), (long) COUNT);
  }

  private static long hours(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), SECONDS) + MONDAY_FIRST;
  }

  /** The start of the hour that an instant lies in. */
  static Instant startOf(Instant at) {
    return at.truncatedTo(ChronoUnit.HOURS);
  }

  /** The start of the next hour. */
  static Instant nextAfter(Instant at) {
    return startOf(at).plusSeconds(SECONDS);
  }

  /** Words for it, such as {@code Mon 09-10 UTC}. */
  public static String words(int hourOfWeek) {
    int hour = hourOfWeek % 24;
    String day = DayOfWeek.of(hourOfWeek / 24 + 1).name();
    return String.format(
        Locale.ROOT,
        "%c%s %02d-%02d UTC",
        day.charAt(0),
        day.substring(1, 3).toLowerCase(Locale.ROOT),
        hour,
        hour + 1);
  }
}
