package io.mailwright.delivery.policy;

import io.mailwright.kernel.smtp.SmtpReply;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a server asks to be left alone, in its own words: "try again in 300 seconds", "retry in
 * an hour", "请30分钟后重试". A number without a unit, or that is about something else, is no hint.
 */
final class RetryHint {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(24);

  /** What the server says of the mail or the client; then, not far from it, a time. */
  private static final String ABOUT =
      "\\b(?:again|retry(?:ing)?|resend|re-?connect|re-?attempt|re-?submit|wait|later|back|resume|"
          + "delay(?:ed)?|defer(?:red)?|postponed|suspended|blocked|banned|limited|throttled|listed|"
          + "gr[ea]y-?list(?:ed|ing)|expires?)";

  private static final String AMOUNT = "(\\d{1,7}(?:\\.\\d{1,3})?|an?|one|two|five|ten|half an)";
  private static final String UNIT = "(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?)\\b";

  private static final Pattern ENGLISH =
      Pattern.compile(
          ABOUT
              + "(?:[^\\d.]{0,40}?\\b(?:in|after|for|within|least|about|another|approximately|next))?"
              + "[\\s:=(]{1,3}"
              + AMOUNT
              + "[\\s-]?"
              + UNIT);

  /** The time first: "wait" may stand behind it. */
  private static final Pattern TIME_FIRST =
      Pattern.compile(
          "\\b(?:in|after|for|within)\\s"
              + AMOUNT
              + "[\\s-]?"
              + UNIT
              + "[^\\d]{0,20}\\b(?:again|retry|resend|reconnect)");

  private static final Pattern CHINESE =
      Pattern.compile("(\\d{1,7}|半|一|两|二|三|五|十)\\s*(?:个)?\\s*(秒|分|小时|天)钟?\\s*(?:之后|以后|后|内)");

  /** As milter-greylist says it: "come back in 00:05:00". */
  private static final Pattern CLOCK =
      Pattern.compile(
          ABOUT + "[^\\d]{0,20}\\b(?:in|after|for)\\s(\\d{1,2}):([0-5]\\d):([0-5]\\d)\\b");

  private RetryHint() {}

  /** From 1 s to 24 h; empty if the reply names no time. */
  static Optional<Duration> in(SmtpReply reply) {
    String text = reply.text().toLowerCase(Locale.ROOT);
    return first(ENGLISH, text)
        .or(() -> first(TIME_FIRST, text))
        .or(() -> first(CHINESE, text))
        .or(() -> clock(text))
        .filter(d -> !d.isZero())
        .map(d -> d.compareTo(LEAST) < 0 ? LEAST : d.compareTo(MOST) > 0 ? MOST : d);
  }

  private static Optional<Duration> first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find()
        ? Optional.of(
            Duration.ofMillis(Math.round(amount(found.group(1)) * millis(found.group(2)))))
        : Optional.empty();
  }

  private static Optional<Duration> clock(String text) {
    Matcher found = CLOCK.matcher(text);
    return found.find()
        ? Optional.of(
            Duration.ofHours(Long.parseLong(found.group(1)))
                .plusMinutes(Long.parseLong(found.group(2)))
                .plusSeconds(Long.parseLong(found.group(3))))
        : Optional.empty();
  }

  private static double amount(String word) {
    return switch (word) {
      case "half an", "半" -> 0.5;
      case "a", "an", "one", "一" -> 1;
      case "two", "两", "二" -> 2;
      case "三" -> 3;
      case "five", "五" -> 5;
      case "ten", "十" -> 10;
      default -> Double.parseDouble(word);
    };
  }

  private static long millis(String unit) {
    return switch (unit.charAt(0)) {
      case 's', '秒' -> Duration.ofSeconds(1).toMillis();
      case 'm', '分' -> Duration.ofMinutes(1).toMillis();
      case 'h', '小' -> Duration.ofHours(1).toMillis();
      case 'd', '天' -> Duration.ofDays(1).toMillis();
      default -> throw new IllegalArgumentException("unit " + unit);
    };
  }
}
