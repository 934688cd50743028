package io.mailwright.routing.route;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which servers are fit to be used. A server in trouble rests for a time that doubles with every
 * trouble in a row, up to 5 minutes unless the trouble itself asks for longer; the first mail that
 * gets through makes it healthy.
 *
 * <p>Thread-safe; kept in memory of this node.
 */
@ApplicationScoped
public class RouteHealth {
  private static final Duration LONGEST_GROWN_REST = Duration.ofMinutes(5);
  private static final Duration FIRST_REST = Duration.ofSeconds(5);

  /**
   * A server at rest.
   *
   * @param until when it may be tried again
   * @param why the trouble in words
   * @param troubles how many in a row
   */
  public record Rest(Instant until, String why, int troubles) {}

  private final Map<Long, Rest> rests = new ConcurrentHashMap<>();
  private Clock clock;

  RouteHealth() {}

  /** For injection and tests. */
  @Inject
  public RouteHealth(Clock clock) {
    this.clock = clock;
  }

  /**
   * Puts a server to rest.
   *
   * @param longest what this kind of trouble asks for once it goes on; the first time it is
   *     shorter, since most troubles pass
   */
  public Rest trouble(long serverId, Duration longest, String why) {
    return rests.compute(
        serverId,
        (id, before) -> {
          int troubles = before == null ? 1 : before.troubles() + (isOver(before) ? 1 : 0);
          Duration grown = FIRST_REST.multipliedBy(1L << Math.min(10, troubles - 1));
          Duration cap = longest.compareTo(LONGEST_GROWN_REST) > 0 ? longest : LONGEST_GROWN_REST;
          Duration rest = grown.compareTo(cap) > 0 ? cap : grown;
          return new Rest(clock.instant().plus(rest), why, troubles);
        });
  }

  /** A mail or a log-in got through. */
  public void good(long serverId) {
    rests.remove(serverId);
  }

  /** The rest a server is in now. */
  public Optional<Rest> restOf(long serverId) {
    return Optional.ofNullable(rests.get(serverId)).filter(r -> !isOver(r));
  }

  private boolean isOver(Rest rest) {
    return !rest.until().isAfter(clock.instant());
  }
}
