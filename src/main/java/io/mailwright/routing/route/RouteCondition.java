package io.mailwright.routing.route;

import io.mailwright.kernel.text.Cut;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The health of a route at a moment, and what may follow. Immutable.
 *
 * @param trouble what was the matter last; empty if healthy, unless it may be so again
 * @param since when this state began
 * @param until when it may be tried again, which is over for a route that waits to be tried; while
 *     PROBING, until when the prober is believed to be alive; empty if HEALTHY or OUT
 * @param why the trouble in words, one line; empty if healthy
 * @param troubles how many in a row; those of a healthy route are remembered for an hour, where one
 *     mail that got through may have gone to others than who refused the route
 * @param changes how often it was changed, by any node; 0 if never
 */
public record RouteCondition(
    long routeId,
    HealthState state,
    Optional<TroubleKind> trouble,
    Instant since,
    Optional<Instant> until,
    Optional<String> why,
    int troubles,
    long changes) {
  private static final Duration FIRST_REST = Duration.ofSeconds(5);
  private static final Duration LONGEST_GROWN_REST = Duration.ofMinutes(5);
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 10;
  private static final int LONGEST_WHY = 1000;

  /** A route of which nothing bad is known. */
  static RouteCondition healthy(long routeId, Instant now) {
    return new RouteCondition(
        routeId,
        HealthState.HEALTHY,
        Optional.empty(),
        now,
        Optional.empty(),
        Optional.empty(),
        0,
        0);
  }

  /** Whether it is at rest: nobody may try it yet. */
  boolean isResting(Instant now) {
    return state == HealthState.OUT || until.filter(t -> t.isAfter(now)).isPresent();
  }

  /** Whether somebody may try it, and nobody is known to do so. */
  boolean mayBeTried(Instant now) {
    return state != HealthState.HEALTHY && !isResting(now);
  }

  /** Whether the next to use it is to find out how it is by a connection, without a mail. */
  boolean wantsConnection(Instant now) {
    return state == HealthState.QUARANTINED && mayBeTried(now);
  }

  /**
   * After trouble.
   *
   * @param longest what this kind of trouble asks for once it goes on; the first rest is shorter,
   *     since most troubles pass
   */
  RouteCondition troubled(TroubleKind kind, Duration longest, String reason, Instant now) {
    boolean rests =
        (state == HealthState.THROTTLED || state == HealthState.QUARANTINED) && isResting(now);
    if (state == HealthState.OUT
        || (rests && (state == kind.state() || state == HealthState.QUARANTINED))) {
      return this;
    }
    int row = rests ? troubles : troublesBefore(now) + 1;
    Duration grown = FIRST_REST.multipliedBy(1L << Math.min(MOST_DOUBLINGS, row - 1));
    Duration cap = longest.compareTo(LONGEST_GROWN_REST) > 0 ? longest : LONGEST_GROWN_REST;
    Instant end = now.plus(grown.compareTo(cap) > 0 ? cap : grown);
    // What only a trial can tell stays THROTTLED or QUARANTINED; PROBING leads to either.
    HealthState next = state == HealthState.QUARANTINED ? HealthState.QUARANTINED : kind.state();
    return new RouteCondition(
        routeId,
        next,
        Optional.of(kind),
        next == state ? since : now,
        Optional.of(end),
        Optional.of(Cut.to(reason, LONGEST_WHY)),
        row,
        changes);
  }

  private int troublesBefore(Instant now) {
    boolean isForgotten = state == HealthState.HEALTHY && now.isAfter(since.plus(REMEMBERED));
    return isForgotten ? 0 : troubles;
  }

  /** After mails that came back and blame it; one that rests for longer anyway stays as it is. */
  RouteCondition blamed(TroubleKind kind, Duration rest, String reason, Instant now) {
    Instant end = now.plus(rest);
    if (state == HealthState.OUT || (isResting(now) && until.filter(end::isBefore).isPresent())) {
      return this;
    }
    HealthState next = state == HealthState.QUARANTINED ? HealthState.QUARANTINED : kind.state();
    return new RouteCondition(
        routeId,
        next,
        Optional.of(kind),
        next == state ? since : now,
        Optional.of(end),
        Optional.of(Cut.to(reason, LONGEST_WHY)),
        troublesBefore(now) + 1,
        changes);
  }

  /** Tried by somebody, who says at least so often that it still is. */
  RouteCondition probed(Duration alive, Instant now) {
    return with(HealthState.PROBING, now, Optional.of(now.plus(alive)));
  }

  /** Nobody tries it now; the next may. */
  RouteCondition left(Instant now) {
    return with(HealthState.PROBING, now, Optional.of(now));
  }

  /** Taken out by a person. */
  RouteCondition out(String reason, Instant now) {
    return state == HealthState.OUT
        ? this
        : checked(
            new RouteCondition(
                routeId,
                HealthState.OUT,
                trouble,
                now,
                Optional.empty(),
                Optional.of(Cut.to(reason, LONGEST_WHY)),
                troubles,
                changes));
  }

  /**
   * Good again, as a probe shows. Who refused the route may not be who took the mail: it will rest
   * longer than before if it is refused once more.
   */
  RouteCondition recovered(Instant now) {
    if (state == HealthState.HEALTHY) {
      return this;
    }
    Optional<TroubleKind> remembered = trouble.filter(t -> t == TroubleKind.REFUSED);
    return checked(
        new RouteCondition(
            routeId,
            HealthState.HEALTHY,
            remembered,
            now,
            Optional.empty(),
            Optional.empty(),
            remembered.isPresent() ? troubles : 0,
            changes));
  }

  /** Good because a person says so, whatever was the matter. */
  RouteCondition putBack(Instant now) {
    return state == HealthState.HEALTHY && troubles == 0
        ? this
        : healthy(routeId, now).afterChanges(changes);
  }

  /** Why nothing goes by it, and until when: one line for people; empty if healthy. */
  public String sentence() {
    String reason = why.orElse("");
    String end = until.map(t -> t.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("");
    return switch (state) {
      case HEALTHY -> "";
      case THROTTLED -> reason + "; throttled until " + end;
      case QUARANTINED -> reason + "; quarantined, next probe " + end;
      case PROBING -> "tried out after: " + reason;
      case OUT -> reason;
    };
  }

  /** The same as the n-th change. */
  public RouteCondition afterChanges(long n) {
    return new RouteCondition(routeId, state, trouble, since, until, why, troubles, n);
  }

  private RouteCondition with(HealthState next, Instant now, Optional<Instant> end) {
    return checked(
        new RouteCondition(
            routeId, next, trouble, next == state ? since : now, end, why, troubles, changes));
  }

  private RouteCondition checked(RouteCondition next) {
    if (!state.mayBecome(next.state)) {
      throw new IllegalStateException("a route does not go from " + state + " to " + next.state);
    }
    return next;
  }
}
