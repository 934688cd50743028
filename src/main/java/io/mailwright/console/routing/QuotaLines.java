package io.mailwright.console.routing;

import io.mailwright.campaign.RateUnit;
import io.mailwright.campaign.SendRate;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.routing.quota.DailyReset;
import io.mailwright.routing.quota.QuotaRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Quotas as people type them, one a line: {@code 40 per minute}, {@code 3 per day from 09:00
 * Asia/Shanghai}. Both languages are understood.
 */
final class QuotaLines {
  private static final Pattern LINE =
      Pattern.compile(
          "([0-9][0-9,]{0,15})\\s*(?:/|per|an?|每)\\s*(second|minute|hour|day|秒|分钟|小时|天)"
              + "(?:[\\s,，]*(?:from|at|从)?\\s*([0-9]{1,2}[:：][0-9]{2})(?:\\s+(\\S+))?)?",
          Pattern.CASE_INSENSITIVE);

  private static final Map<String, RateUnit> UNITS =
      Map.of(
          "second", RateUnit.SECOND,
          "秒", RateUnit.SECOND,
          "minute", RateUnit.MINUTE,
          "分钟", RateUnit.MINUTE,
          "hour", RateUnit.HOUR,
          "小时", RateUnit.HOUR,
          "day", RateUnit.DAY,
          "天", RateUnit.DAY);

  private QuotaLines() {}

  /** What is shown of several. */
  static String of(List<QuotaRule> rules, Locale language) {
    return rules.stream().map(rule -> line(rule, language)).collect(Collectors.joining("\n"));
  }

  /** One, in a form that can be typed. */
  static String line(QuotaRule rule, Locale language) {
    boolean isChinese = language.getLanguage().equals(Locale.CHINESE.getLanguage());
    String reset =
        rule.reset()
            .map(r -> (isChinese ? " 从 " : " from ") + r.at() + " " + r.zone().getId())
            .orElse("");
    return rule.limit() + (isChinese ? " 每" : " per ") + unit(rule.per(), isChinese) + reset;
  }

  private static String unit(RateUnit unit, boolean isChinese) {
    return switch (unit) {
      case SECOND -> isChinese ? "秒" : "second";
      case MINUTE -> isChinese ? "分钟" : "minute";
      case HOUR -> isChinese ? "小时" : "hour";
      case DAY -> isChinese ? "天" : "day";
    };
  }

  /**
   * What was typed.
   *
   * @throws MailwrightException for the field
   */
  static List<QuotaRule> read(String field, String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(line -> rule(field, line))
        .toList();
  }

  /**
   * One line.
   *
   * @throws MailwrightException for the field
   */
  static QuotaRule rule(String field, String line) {
    Matcher parts = LINE.matcher(line.strip());
    if (!parts.matches()) {
      throw Require.refused(
          field, "is not like “40 per minute” or “3 per day from 09:00 Asia/Shanghai”.");
    }
    long limit =
        Require.range(field, Long.parseLong(parts.group(1).replace(",", "")), 1, SendRate.MOST);
    try {
      return new QuotaRule(
          limit,
          UNITS.get(parts.group(2).toLowerCase(Locale.ROOT)),
          DailyReset.of(
              Optional.ofNullable(parts.group(3)).map(QuotaLines::time),
              Optional.ofNullable(parts.group(4))));
    } catch (MailwrightException e) {
      // It speaks of a part of the line, which is no field of its own here.
      String part = e.field().orElse("");
      throw Require.refused(field, e.getMessage().substring(part.length()).strip());
    }
  }

  private static String time(String text) {
    String colon = text.replace('：', ':');
    return colon.length() < 5 ? "0" + colon : colon;
  }
}
