package io.mailwright.console;

import io.mailwright.kernel.text.Cut;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.IDN;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes values as people read them: numbers by language, times in the browser's zone and with its
 * name. An empty value is a dash.
 */
@Named("show")
@RequestScoped
public class Show {
  private static final String NONE = "–";
  private static final Pattern INSTANT =
      Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

  private static final Pattern LOCAL =
      Pattern.compile("\\b(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d)\\b(?![:.])");

  private static final Set<String> BRINGERS = Set.of("user", "mailbox", "feed");

  @Inject private Words words;
  @Inject private Zone zone;
  @Inject private Clock clock;

  /** 12,345. */
  public String number(long value) {
    return NumberFormat.getIntegerInstance(words.locale()).format(value);
  }

  /** 12.3 /s, slow ones by minute or hour so that they do not read as 0; a dash for none. */
  public String rate(double perSecond) {
    if (perSecond <= 0) {
      return NONE;
    }
    if (perSecond >= 0.95) {
      return words.of("unit.perSecond", rounded(perSecond));
    }
    return perSecond * 60 >= 0.95
        ? words.of("unit.perMinute", rounded(perSecond * 60))
        : words.of("unit.perHour", rounded(perSecond * 3600));
  }

  private String rounded(double value) {
    NumberFormat format = NumberFormat.getNumberInstance(words.locale());
    format.setMaximumFractionDigits(value < 10 ? 1 : 0);
    return format.format(value);
  }

  /** The part of a whole in percent, 0 to 100, for bars; 0 of an empty whole. */
  public double percent(long part, long whole) {
    return whole <= 0 ? 0 : Math.min(100.0, Math.floor(part * 1000.0 / whole) / 10);
  }

  /** The same in words: 99.9 %. It never says 100 before all is there. */
  public String percentText(long part, long whole) {
    NumberFormat format = NumberFormat.getNumberInstance(words.locale());
    format.setMaximumFractionDigits(1);
    return words.of("unit.percent", format.format(percent(part, whole)));
  }

  /** 1.4 MB. */
  public String bytes(long size) {
    NumberFormat format = NumberFormat.getNumberInstance(words.locale());
    format.setMaximumFractionDigits(1);
    if (size < 1024) {
      return words.of("unit.bytes", format.format(size));
    }
    return size < 1024 * 1024
        ? words.of("unit.kilobytes", format.format(size / 1024.0))
        : words.of("unit.megabytes", format.format(size / 1024.0 / 1024.0));
  }

  /** The size of a file. */
  public String sizeOf(byte[] content) {
    return bytes(content.length);
  }

  /**
   * Date and time with the zone.
   *
   * @param value an {@link Instant}, an {@link Optional} of one, or null
   */
  public String time(Object value) {
    Instant instant = instant(value);
    if (instant == null) {
      return NONE;
    }
    ZonedDateTime at = instant.atZone(zone.id());
    boolean today = at.toLocalDate().equals(clock.instant().atZone(zone.id()).toLocalDate());
    String pattern = today ? "HH:mm:ss" : "yyyy-MM-dd HH:mm";
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(at) + " " + zoneName(at);
  }

  /** The date alone: 2026-12-01. */
  public String date(Instant value) {
    return DateTimeFormatter.ISO_LOCAL_DATE.format(value.atZone(zone.id()));
  }

  /** The time of the day alone: 09:00. */
  public String clock(Instant value) {
    return DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).format(value.atZone(zone.id()));
  }

  /** Date and time to the minute with the zone, also today. */
  public String minute(Instant value) {
    ZonedDateTime at = value.atZone(zone.id());
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).format(at)
        + " "
        + zoneName(at);
  }

  /** The full date and time to the second, for titles. */
  public String fullTime(Object value) {
    Instant instant = instant(value);
    if (instant == null) {
      return NONE;
    }
    ZonedDateTime at = instant.atZone(zone.id());
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).format(at)
        + " "
        + zoneName(at);
  }

  private static String zoneName(ZonedDateTime at) {
    String offset = at.getOffset().getId();
    return offset.equals("Z") ? "UTC" : "UTC" + offset;
  }

  /** ISO 8601, for the {@code datetime} attribute. */
  public String iso(Object value) {
    Instant instant = instant(value);
    return instant == null ? "" : instant.toString();
  }

  /** The time between two instants; until now if the second is missing. */
  public String span(Object from, Object to) {
    Instant start = instant(from);
    if (start == null) {
      return NONE;
    }
    Instant end = instant(to);
    return duration(Duration.between(start, end == null ? clock.instant() : end));
  }

  /** How long until then; a dash when it is past or unknown. */
  public String until(Object then) {
    Instant at = instant(then);
    return at == null || at.isBefore(clock.instant())
        ? NONE
        : duration(Duration.between(clock.instant(), at));
  }

  /** 2 h 05 min, 3 min 10 s, 8 s. */
  public String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return words.of("unit.seconds", seconds);
    }
    if (seconds < 3600) {
      return words.of("unit.minutesSeconds", seconds / 60, seconds % 60);
    }
    return seconds < 86_400
        ? words.of("unit.hoursMinutes", seconds / 3600, seconds / 60 % 60)
        : words.of("unit.daysHours", seconds / 86_400, seconds / 3600 % 24);
  }

  /**
   * What an optional holds, or a dash; instants and local times in ISO 8601 within it are written
   * like all times.
   *
   * @param value an {@link Optional} or a plain value, also null
   */
  public String text(Object value) {
    Object held = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    return held == null || held.toString().isEmpty()
        ? NONE
        : LOCAL
            .matcher(
                INSTANT.matcher(held.toString()).replaceAll(at -> time(Instant.parse(at.group()))))
            .replaceAll("$1 $2");
  }

  /**
   * What a stage said, in the language of the page; a dash for nothing.
   *
   * @param value a text or an {@link Optional} of one, also null
   */
  public String said(Object value) {
    Object held = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    return text(held == null ? null : words.said(held.toString()));
  }

  /**
   * Who brought something. The kind of it is said in the language of the page, but for this place
   * only: servers begin what they say with the same words, and that stays as it came.
   *
   * @param value such as {@code user admin} or {@code mailbox Bounces}; also null
   */
  public String source(Object value) {
    String source = text(value);
    int end = source.indexOf(' ');
    String kind = end < 0 ? "" : source.substring(0, end);
    if (!BRINGERS.contains(kind)) {
      return said(value);
    }
    String key = "source." + kind;
    return words.of(key, source.substring(end + 1));
  }

  /** A domain as people write it: 例子.cn for xn--fsqu00a.cn; what is none stays as it is. */
  public String domain(String name) {
    return IDN.toUnicode(name, IDN.ALLOW_UNASSIGNED);
  }

  /** The text at most so long, with an ellipsis where it was cut. */
  public String brief(Object value, int longest) {
    String text = text(value);
    return text.length() <= longest ? text : Cut.to(text, longest - 1) + "…";
  }

  private static Instant instant(Object value) {
    Object held = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    return (Instant) held;
  }
}
