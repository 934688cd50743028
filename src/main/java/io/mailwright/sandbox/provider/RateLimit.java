package io.mailwright.sandbox.provider;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many mails a site takes in a time.
 *
 * @param mails 1 to a million
 * @param per the time, at least a millisecond and at most a week
 * @param shape how the room comes back
 */
public record RateLimit(long mails, Duration per, Shape shape) {
  private static final long MOST_MAILS = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,7})\\s*/\\s*(\\d{0,5})\\s*(s|min|h|d)(\\s+window)?");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  /** How the room for further mails comes back. */
  public enum Shape {
    /** Steadily; what was not used is saved up to the full number. */
    BUCKET,
    /** All at once, when the clock begins the next such time. */
    WINDOW
  }

  /** Refuses values out of range with {@link IllegalArgumentException}. */
  public RateLimit {
    if (mails < 1 || mails > MOST_MAILS) {
      throw new IllegalArgumentException("a rate must be of 1 to 1000000 mails, not " + mails);
    }
    if (per.compareTo(Duration.ofMillis(1)) < 0 || per.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a rate's time must be 1 ms to 7 days, not " + per);
    }
  }

  /** A bucket that fills in a second. */
  public static RateLimit perSecond(long mails) {
    return new RateLimit(mails, Duration.ofSeconds(1), Shape.BUCKET);
  }

  /**
   * Reads {@code 50/s}, {@code 40/min}, {@code 100/10min}, {@code 2000/h window}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static RateLimit parse(String text) {
    Matcher match = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no rate; write 50/s, 40/min, 100/10min or 2000/h window");
    }
    long units = match.group(2).isEmpty() ? 1 : Long.parseLong(match.group(2));
    return new RateLimit(
        Long.parseLong(match.group(1)),
        UNITS.get(match.group(3)).multipliedBy(units),
        match.group(4) == null ? Shape.BUCKET : Shape.WINDOW);
  }

  /** What it comes to in a second. */
  public double mailsPerSecond() {
    return mails * 1e9 / per.toNanos();
  }
}
