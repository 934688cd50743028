package io.mailwright.routing.route;

import jakarta.annotation.Nullable;
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
 * trouble in a row, up to 5 minutes unless the trouble itself asks for longer. After the rest one
 * user at a time may try it out; the first mail that gets through then makes it healthy.
 *
 * <p>Thread-safe; kept in memory of this node.
 */
@ApplicationScoped
public class RouteHealth {
  private static final Duration LONGEST_GROWN_REST = Duration.ofMinutes(5);
  private static final Duration FIRST_REST = Duration.ofSeconds(5);

  /** How soon to ask again about a server that another tries out. */
  private static final Duration TRIAL_LOOK = Duration.ofSeconds(1);

  /**
   * A server at rest.
   *
   * @param until when it may be tried again
   * @param why the trouble in words
   * @param troubles how many in a row
   */
  public record Rest(Instant until, String why, int troubles) {}

  /**
   * Leave to use a server. It closes for good at the next trouble with that server, whoever has it:
   * then nothing more is begun there under this pass.
   */
  public static final class Pass {
    private final long serverId;

    private Pass(long serverId) {
      this.serverId = serverId;
    }
  }

  /**
   * A server that is not known to be healthy.
   *
   * @param trial who tries it out after its rest, if anybody does
   */
  private record Ailing(Rest rest, @Nullable Pass trial) {}

  private final Map<Long, Ailing> ailing = new ConcurrentHashMap<>();
  private Clock clock;

  RouteHealth() {}

  /** For injection and tests. */
  @Inject
  public RouteHealth(Clock clock) {
    this.clock = clock;
  }

  /**
   * Asks to use a server.
   *
   * @return empty while it rests or another tries it out; to be {@linkplain #leave left} otherwise
   */
  public Optional<Pass> enter(long serverId) {
    Pass pass = new Pass(serverId);
    Ailing after =
        ailing.computeIfPresent(
            serverId,
            (id, now) ->
                isOver(now.rest()) && now.trial() == null ? new Ailing(now.rest(), pass) : now);
    return after == null || after.trial() == pass ? Optional.of(pass) : Optional.empty();
  }

  /** Whether another mail may be begun under this pass. */
  public boolean isOpen(Pass pass) {
    Ailing now = ailing.get(pass.serverId);
    return now == null || now.trial() == pass;
  }

  /** Whether the server is tried out under this pass: a single mail shall show how it is. */
  public boolean isTrial(Pass pass) {
    Ailing now = ailing.get(pass.serverId);
    return now != null && now.trial() == pass;
  }

  /**
   * A mail got through. That of a trial makes the server healthy; one that was begun before the
   * trouble says nothing about the time after it.
   */
  public void good(Pass pass) {
    ailing.computeIfPresent(pass.serverId, (id, now) -> now.trial() == pass ? null : now);
  }

  /** The server is no longer used under this pass; another may try it out. */
  public void leave(Pass pass) {
    ailing.computeIfPresent(
        pass.serverId, (id, now) -> now.trial() == pass ? new Ailing(now.rest(), null) : now);
  }

  /**
   * Puts a server to rest.
   *
   * @param longest what this kind of trouble asks for once it goes on; the first time it is
   *     shorter, since most troubles pass
   */
  public void trouble(long serverId, Duration longest, String why) {
    ailing.compute(
        serverId,
        (id, before) -> {
          int troubles =
              before == null ? 1 : before.rest().troubles() + (isOver(before.rest()) ? 1 : 0);
          Duration grown = FIRST_REST.multipliedBy(1L << Math.min(10, troubles - 1));
          Duration cap = longest.compareTo(LONGEST_GROWN_REST) > 0 ? longest : LONGEST_GROWN_REST;
          Duration rest = grown.compareTo(cap) > 0 ? cap : grown;
          return new Ailing(new Rest(clock.instant().plus(rest), why, troubles), null);
        });
  }

  /** Why a server cannot be entered now. */
  public Optional<Rest> restOf(long serverId) {
    Ailing now = ailing.get(serverId);
    if (now == null) {
      return Optional.empty();
    }
    Rest rest = now.rest();
    if (!isOver(rest)) {
      return Optional.of(rest);
    }
    return now.trial() == null
        ? Optional.empty()
        : Optional.of(
            new Rest(
                clock.instant().plus(TRIAL_LOOK),
                "one mail tries it out after: " + rest.why(),
                rest.troubles()));
  }

  private boolean isOver(Rest rest) {
    return !rest.until().isAfter(clock.instant());
  }
}
