package io.mailwright.console.campaign;

import io.mailwright.campaign.window.DayHours;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Ranges of hours as a person types them: a line a range, such as {@code mon-fri 22:00-08:00}. */
final class HoursText {
  private static final Pattern LINE =
      Pattern.compile(
          "(?:(.*\\S)\\s+)?([0-9]{1,2}[:：][0-9]{2})\\s*[-–~]\\s*([0-9]{1,2}[:：][0-9]{2})");

  private static final int WHOLE_WEEK = 7;

  private HoursText() {}

  /**
   * The ranges of a text.
   *
   * @throws MailwrightException {@link ErrorCode#INVALID_FIELD} with the field and the line
   */
  static List<DayHours> read(String field, String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> range(field, line))
        .toList();
  }

  private static DayHours range(String field, String line) {
    Matcher parts = LINE.matcher(line);
    if (parts.matches()) {
      Optional<Set<DayOfWeek>> days = days(parts.group(1));
      if (days.isPresent()) {
        try {
          return DayHours.of(
              field,
              days.get().stream().map(DayOfWeek::name).toList(),
              parts.group(2).replace('：', ':'),
              parts.group(3).replace('：', ':'));
        } catch (MailwrightException e) {
          throw refused(field, line);
        }
      }
    }
    throw refused(field, line);
  }

  private static MailwrightException refused(String field, String line) {
    return Require.refused(
        field,
        "has the line “" + line + "”, which is no range. Write one such as mon-fri 09:00-18:00.");
  }

  /** The days of {@code mon-wed, sat}; none written is none, that is every day. */
  private static Optional<Set<DayOfWeek>> days(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    if (text == null) {
      return Optional.of(days);
    }
    for (String part : text.split("[,，、\\s]+", -1)) {
      String[] ends = part.split("[-–~至到]", -1);
      Optional<DayOfWeek> first = day(ends[0]);
      Optional<DayOfWeek> last = day(ends[ends.length - 1]);
      if (ends.length > 2 || first.isEmpty() || last.isEmpty()) {
        return Optional.empty();
      }
      int count = Math.floorMod(last.get().getValue() - first.get().getValue(), WHOLE_WEEK);
      for (int i = 0; i <= count; i++) {
        days.add(first.get().plus(i));
      }
    }
    return Optional.of(days);
  }

  private static Optional<DayOfWeek> day(String text) {
    String given = text.strip().toLowerCase(Locale.ROOT).replace("星期", "周").replace("周天", "周日");
    for (DayOfWeek day : DayOfWeek.values()) {
      String english = day.name().toLowerCase(Locale.ROOT);
      if (given.equals(english)
          || given.equals(english.substring(0, 3))
          || given.equals(name(day, Locale.CHINESE))) {
        return Optional.of(day);
      }
    }
    return Optional.empty();
  }

  /** A day's short name in a language. */
  static String name(DayOfWeek day, Locale language) {
    return language.getLanguage().equals(Locale.CHINESE.getLanguage())
        ? "周" + "一二三四五六日".charAt(day.getValue() - 1)
        : day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
  }

  /** The text of ranges, which {@link #read} reads in any language. */
  static String of(List<DayHours> ranges, Locale language) {
    return ranges.stream()
        .map(
            range -> {
              String hours = range.fromText() + "-" + range.toText();
              return range.days().size() == WHOLE_WEEK
                  ? hours
                  : days(range.days(), language) + " " + hours;
            })
        .collect(Collectors.joining("\n"));
  }

  private static String days(Set<DayOfWeek> days, Locale language) {
    List<String> parts = new ArrayList<>();
    DayOfWeek first = null;
    for (DayOfWeek day : new TreeSet<>(days)) {
      first = first == null ? day : first;
      if (day == DayOfWeek.SUNDAY || !days.contains(day.plus(1))) {
        parts.add(
            first == day ? name(day, language) : name(first, language) + "-" + name(day, language));
        first = null;
      }
    }
    return String.join(",", parts);
  }
}
