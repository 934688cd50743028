package io.mailwright.campaign.window;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import java.time.DayOfWeek;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of hours on some days of the week. One whose end is not after its start goes over
 * midnight and belongs to the day on which it starts.
 *
 * @param days the days on which it starts; at least one
 * @param from its first minute of the day, 0 to 1439
 * @param to the first minute after it, 1 to 1440; never the same as {@code from}
 */
public record DayHours(Set<DayOfWeek> days, int from, int to) {
  /** Minutes of a day. */
  public static final int DAY = 24 * 60;

  private static final Pattern TIME = Pattern.compile("([01]?[0-9]|2[0-4]):([0-5][0-9])");
  private static final int SHORT_NAME = 3;

  /** Takes what {@link #of} has checked. */
  public DayHours {
    days = Set.copyOf(days);
    if (days.isEmpty() || from < 0 || from >= DAY || to < 1 || to > DAY || from == to) {
      throw new IllegalArgumentException("no hours: " + days + " " + from + " " + to);
    }
  }

  /**
   * A range as people write it.
   *
   * @param field the name of the range's field; those of its parts come after a dot
   * @param days names of days or their first three letters; none for every day
   * @param from such as {@code 22:00}
   * @param to such as {@code 08:00}; {@code 24:00} and {@code 00:00} are the end of the day
   * @throws MailwrightException {@link ErrorCode#INVALID_FIELD} with the field's name
   */
  public static DayHours of(String field, Collection<String> days, String from, String to) {
    int start = minute(field + ".from", from);
    int end = minute(field + ".to", to);
    if (start == DAY) {
      throw Require.refused(field + ".from", "is the end of the day. Give 00:00 of the next one.");
    }
    if (end == 0) {
      end = DAY;
    }
    if (start == end) {
      throw Require.refused(
          field + ".to", "is the same as from: that is no time. A whole day is 00:00 to 24:00.");
    }
    return new DayHours(days(field + ".days", days), start, end);
  }

  private static int minute(String field, String text) {
    Matcher time = TIME.matcher(text.strip());
    int minute =
        time.matches()
            ? Integer.parseInt(time.group(1)) * 60 + Integer.parseInt(time.group(2))
            : DAY + 1;
    if (minute > DAY) {
      throw Require.refused(field, "is not a time of the day. Give one such as 08:30.");
    }
    return minute;
  }

  private static Set<DayOfWeek> days(String field, Collection<String> names) {
    if (names.isEmpty()) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    names.forEach(name -> days.add(day(field, name)));
    return days;
  }

  private static DayOfWeek day(String field, String name) {
    String given = name.strip().toUpperCase(Locale.ROOT);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (given.equals(day.name()) || given.equals(day.name().substring(0, SHORT_NAME))) {
        return day;
      }
    }
    throw Require.refused(field, "holds what is no day. Give mon, tue, wed, thu, fri, sat or sun.");
  }

  /** The days as the outside contract writes them, from Monday on. */
  public List<String> dayWords() {
    return new TreeSet<>(days).stream().map(DayHours::word).toList();
  }

  private static String word(DayOfWeek day) {
    return day.name().substring(0, SHORT_NAME).toLowerCase(Locale.ROOT);
  }

  /** Its start as people write it. */
  public String fromText() {
    return text(from);
  }

  /** Its end as people write it. */
  public String toText() {
    return text(to);
  }

  private static String text(int minute) {
    return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
  }

  /** How many minutes it lasts, 1 to 1440. */
  public int length() {
    return to > from ? to - from : to + DAY - from;
  }
}
