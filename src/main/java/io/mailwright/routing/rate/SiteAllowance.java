package io.mailwright.routing.rate;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What one site takes by one route now, as far as it has told.
 *
 * @param perSecond mails a second; empty if it never throttled
 * @param connections at the same time; empty if it never refused one
 * @param pausedUntil before this nothing goes; empty if it may go now
 * @param lastReply its last word on the matter, one line
 */
public record SiteAllowance(
    OptionalDouble perSecond,
    OptionalInt connections,
    Optional<Instant> pausedUntil,
    Optional<String> lastReply) {
  /** Of a site that never asked for less. */
  public static final SiteAllowance FREE =
      new SiteAllowance(
          OptionalDouble.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());
}
