package io.mailwright.routing.rate;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What one site told of how much it takes by one route, as it is stored.
 *
 * @param site its name, as in the lanes
 * @param routeId the route
 * @param perSecond mails a second that it was seen to take; empty if it never throttled
 * @param connections that it takes at the same time; empty if it never refused one
 * @param pausedUntil before this nothing goes; empty if no longer pause is on
 * @param isPauseAsked whether the site itself asked for the pause
 * @param lastReply its last word on the matter, one line
 * @param usedAt when something was last sent there
 */
public record LearnedRate(
    String site,
    long routeId,
    OptionalDouble perSecond,
    OptionalInt connections,
    Optional<Instant> pausedUntil,
    boolean isPauseAsked,
    Optional<String> lastReply,
    Instant usedAt) {
  private static final double SAME = 0.05;
  private static final long SAME_USE_SECONDS = 3600;

  /** Whether it tells so little more than what was stored earlier that it need not be stored. */
  boolean isStoredBy(LearnedRate earlier) {
    double before = earlier.perSecond.orElse(0);
    return perSecond.isPresent() == earlier.perSecond.isPresent()
        && Math.abs(perSecond.orElse(0) - before) <= SAME * before
        && connections.equals(earlier.connections)
        && pausedUntil.equals(earlier.pausedUntil)
        && lastReply.equals(earlier.lastReply)
        && usedAt.isBefore(earlier.usedAt.plusSeconds(SAME_USE_SECONDS));
  }
}
