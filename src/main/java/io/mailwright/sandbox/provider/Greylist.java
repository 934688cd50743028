package io.mailwright.sandbox.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * When a recipient was first tried from a source, of the last 200,000 pairs. The site's lock guards
 * it.
 */
final class Greylist {
  private static final int REMEMBERED = 200_000;

  private final Map<String, Instant> firstTries =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Notes the try, and answers how long it has to wait; zero if it may pass. */
  Duration wait(String source, String recipient, Instant now, Duration delay) {
    String pair = source + ' ' + recipient.toLowerCase(Locale.ROOT);
    Instant first = firstTries.putIfAbsent(pair, now);
    Duration left = Duration.between(now, (first == null ? now : first).plus(delay));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
