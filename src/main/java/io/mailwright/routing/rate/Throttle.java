package io.mailwright.routing.rate;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A site's word that it wants less by a route.
 *
 * @param kind less of what
 * @param retryAfter how long it asks to be left alone, if it says so; more than 0
 * @param words the reply, one line
 */
public record Throttle(ThrottleKind kind, Optional<Duration> retryAfter, String words) {
  /** Refuses nulls, and a wait of nothing. */
  public Throttle {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(words, "words");
    if (retryAfter.filter(d -> d.isZero() || d.isNegative()).isPresent()) {
      throw new IllegalArgumentException("a wait lasts longer than nothing");
    }
  }
}
