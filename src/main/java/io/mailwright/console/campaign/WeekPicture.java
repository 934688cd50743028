package io.mailwright.console.campaign;

import io.mailwright.campaign.window.DayHours;
import io.mailwright.campaign.window.WeekMinutes;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The open hours of a week as bars of 24 hours, ready to be drawn; days that are alike share one.
 *
 * @param rows from Monday on
 */
public record WeekPicture(List<Row> rows) {
  /**
   * The bar of a day or of several in a row.
   *
   * @param days their names
   * @param parts from midnight to midnight, open and closed by turns
   * @param said the open hours in digits, for those who do not see the bar; empty for none
   */
  public record Row(String days, List<Part> parts, String said) {}

  /**
   * A part of a bar.
   *
   * @param isOpen whether mails may go
   * @param width percent of the bar
   */
  public record Part(boolean isOpen, double width) {}

  /** The picture of a week, with the names of the days in a language. */
  public static WeekPicture of(WeekMinutes week, Locale language) {
    List<Row> rows = new ArrayList<>();
    DayOfWeek first = DayOfWeek.MONDAY;
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day == DayOfWeek.SUNDAY || !isAlike(week, day, day.plus(1))) {
        rows.add(row(week, first, day, language));
        first = day.plus(1);
      }
    }
    return new WeekPicture(rows);
  }

  private static boolean isAlike(WeekMinutes week, DayOfWeek a, DayOfWeek b) {
    for (int minute = 0; minute < DayHours.DAY; minute++) {
      if (week.isOpen(start(a) + minute) != week.isOpen(start(b) + minute)) {
        return false;
      }
    }
    return true;
  }

  private static int start(DayOfWeek day) {
    return (day.getValue() - 1) * DayHours.DAY;
  }

  private static Row row(WeekMinutes week, DayOfWeek first, DayOfWeek last, Locale language) {
    List<Part> parts = new ArrayList<>();
    List<String> open = new ArrayList<>();
    int from = 0;
    for (int minute = 1; minute <= DayHours.DAY; minute++) {
      boolean isOpen = week.isOpen(start(first) + from);
      if (minute == DayHours.DAY || week.isOpen(start(first) + minute) != isOpen) {
        parts.add(new Part(isOpen, 100.0 * (minute - from) / DayHours.DAY));
        if (isOpen) {
          open.add(text(from) + "–" + text(minute));
        }
        from = minute;
      }
    }
    String days = HoursText.name(first, language);
    return new Row(
        first == last ? days : days + "–" + HoursText.name(last, language),
        parts,
        open.stream().collect(Collectors.joining(", ")));
  }

  private static String text(int minute) {
    return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
  }
}
