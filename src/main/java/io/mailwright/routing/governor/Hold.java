package io.mailwright.routing.governor;

import java.time.Instant;
import java.util.Objects;

/**
 * What keeps a mail from being sent now.
 *
 * @param scope what else it keeps back
 * @param until when to ask again
 * @param why one line for people, in English, with the time in it where there is one: "Gmail budget
 *     of route r2 (40 a minute) used until 2026-12-01T14:20:00Z"
 */
public record Hold(HoldScope scope, Instant until, String why) {
  /** Refuses nulls and an empty reason. */
  public Hold {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(until, "until");
    if (why.isBlank()) {
      throw new IllegalArgumentException("a hold says why");
    }
  }

  /** The one of two that lasts longer. */
  public Hold orLater(Hold other) {
    return other.until.isAfter(until) ? other : this;
  }
}
