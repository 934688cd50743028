package io.mailwright.campaign.calendar;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The times of a cron expression with five fields (minute, hour, day of month, month, day of week)
 * on the clock of a zone.
 *
 * <p>A time that daylight saving skips is due at the first instant after the gap; one that comes
 * twice is due the first time only. Immutable.
 */
public final class CronCalendar {
  private static final int LONGEST = 200;

  /** The library reads digits of every script and a sign before a number. */
  private static final Pattern CHARACTERS = Pattern.compile("[0-9A-Za-z*,/ \\t-]+");

  /** From here on every day that there is comes; which one it is asked from does not matter. */
  private static final Instant SOME_TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final ExecutionTime times;
  private final ZoneId zone;

  private CronCalendar(Cron cron, ZoneId zone) {
    this.times = ExecutionTime.forCron(cron);
    this.zone = zone;
  }

  /**
   * Takes an expression or refuses it.
   *
   * @throws MailwrightException {@link ErrorCode#INVALID_FIELD} of {@code cron}
   */
  public static CronCalendar of(String cron, ZoneId zone) {
    String text = Require.line("cron", cron, LONGEST);
    CronCalendar calendar = parse(text, zone);
    if (calendar.nextAfter(SOME_TIME).isEmpty()) {
      throw Require.refused("cron", "never comes: there is no such day. Correct day or month.");
    }
    return calendar;
  }

  private static CronCalendar parse(String text, ZoneId zone) {
    try {
      if (!CHARACTERS.matcher(text).matches()) {
        throw new IllegalArgumentException("a character that no field has");
      }
      var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
      return new CronCalendar(parser.parse(text).validate(), zone);
    } catch (IllegalArgumentException e) {
      throw Require.refused(
          "cron",
          "is not a cron expression of five fields (minute hour day month weekday), such as"
              + " \"0 9 * * 1\" for Mondays at nine.");
    }
  }

  /** The first time after an instant; empty if there is none. */
  public Optional<Instant> nextAfter(Instant instant) {
    // Cron knows wall clocks only, so it is asked about a clock without gaps or repeats.
    LocalDateTime wall = LocalDateTime.ofInstant(instant, zone);
    while (true) {
      Optional<LocalDateTime> next =
          times.nextExecution(wall.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      Instant due = firstInstantOf(next.get());
      if (due.isAfter(instant)) {
        return Optional.of(due);
      }
      wall = next.get();
    }
  }

  /**
   * The next times after an instant.
   *
   * @param count how many at most
   */
  public List<Instant> nextAfter(Instant instant, int count) {
    List<Instant> due = new ArrayList<>();
    Optional<Instant> next = nextAfter(instant);
    while (next.isPresent() && due.size() < count) {
      due.add(next.get());
      next = nextAfter(next.get());
    }
    return due;
  }

  private Instant firstInstantOf(LocalDateTime wall) {
    ZoneOffsetTransition change = zone.getRules().getTransition(wall);
    return change != null && change.isGap()
        ? change.getInstant()
        : wall.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
  }
}
