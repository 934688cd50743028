package io.mailwright.routing.quota;

import io.mailwright.kernel.error.Require;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a day's count begins anew: at a local time, so that a day of changing clocks has 23 or 25
 * hours. A time that the clocks skip comes when they have skipped it; of one that comes twice the
 * first counts.
 *
 * @param at local time, whole minutes
 * @param zone where it is local
 */
public record DailyReset(LocalTime at, ZoneId zone) {
  /** Cuts what is below a minute. */
  public DailyReset {
    at = at.truncatedTo(ChronoUnit.MINUTES);
  }

  /**
   * As people and scripts write it.
   *
   * @param at HH:mm; empty: no reset
   * @param zone a zone's name; empty: UTC
   * @throws io.mailwright.kernel.error.MailwrightException with the field's name
   */
  public static Optional<DailyReset> of(Optional<String> at, Optional<String> zone) {
    if (at.isEmpty() && zone.isPresent()) {
      throw Require.refused("zone", "is the zone of resetAt, and there is none. Leave it out.");
    }
    return at.map(text -> new DailyReset(time(text), zone(zone.orElse("UTC"))));
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text.strip());
    } catch (DateTimeException e) {
      throw Require.refused("resetAt", "is no time of day. Give one such as 09:00.");
    }
  }

  private static ZoneId zone(String text) {
    String name = Require.line("zone", text, 60);
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw Require.refused("zone", "is not a time zone. Give one such as Asia/Shanghai or UTC.");
    }
  }

  /** The last reset at or before a moment. */
  public Instant lastBefore(Instant moment) {
    LocalDate day = moment.atZone(zone).toLocalDate();
    // Where clocks skip the hour before midnight's end, a day's reset may fall on the next day.
    Instant reset = on(day.plusDays(1));
    for (int back = 0; reset.isAfter(moment); back++) {
      reset = on(day.minusDays(back));
    }
    return reset;
  }

  /** The first reset after a moment. */
  public Instant nextAfter(Instant moment) {
    LocalDate day = moment.atZone(zone).toLocalDate();
    Instant reset = on(day.minusDays(1));
    for (int ahead = 0; !reset.isAfter(moment); ahead++) {
      reset = on(day.plusDays(ahead));
    }
    return reset;
  }

  private Instant on(LocalDate day) {
    return day.atTime(at).atZone(zone).toInstant();
  }
}
