package io.mailwright.report;

import io.mailwright.kernel.error.Require;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Days that a report is of.
 *
 * @param from the first day
 * @param to the last day, included
 * @param zone whose days are meant
 */
public record DayRange(LocalDate from, LocalDate to, ZoneId zone) {
  /** As many days as a report may be of. */
  public static final int MOST_DAYS = 400;

  /** Refuses what is no range, or too long. */
  public DayRange {
    if (to.isBefore(from)) {
      throw Require.refused("to", "is before from. Give the same day or a later one.");
    }
    if (ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
      throw Require.refused("from", "is more than " + MOST_DAYS + " days before to.");
    }
  }

  /**
   * A day as people write it, in a year of four digits.
   *
   * @throws java.time.DateTimeException if it is none
   */
  public static LocalDate day(String text) {
    LocalDate day = LocalDate.parse(text);
    if (day.getYear() < 1970 || day.getYear() > 9999) {
      throw new DateTimeException("not a year that anything was sent in: " + text);
    }
    return day;
  }

  /** Its first moment. */
  public Instant start() {
    return from.atStartOfDay(zone).toInstant();
  }

  /** The first moment after it. */
  public Instant end() {
    return to.plusDays(1).atStartOfDay(zone).toInstant();
  }

  /** The same number of days just before. */
  public DayRange before() {
    long days = ChronoUnit.DAYS.between(from, to) + 1;
    return new DayRange(from.minusDays(days), from.minusDays(1), zone);
  }
}
