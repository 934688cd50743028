package io.mailwright.delivery.policy;

import io.mailwright.routing.route.TroubleKind;
import java.time.Duration;

/**
 * What a route should learn from an outcome.
 *
 * @param kind what is the matter
 * @param coolDown how long to leave the route alone the first time; repeated trouble makes it grow
 */
public record RouteSignal(Kind kind, Duration coolDown) {
  /** What may be the matter with a route. */
  public enum Kind {
    /** No connection, or lost, or the server has no time now. */
    UNREACHABLE(Duration.ofSeconds(30)),
    /** No secure connection. */
    TLS(Duration.ofMinutes(5)),
    /** Log-in refused or missing. */
    LOGIN(Duration.ofMinutes(5)),
    /** The server wants less. */
    THROTTLED(Duration.ofMinutes(1)),
    /** Block-listed, or refused by policy. */
    BLOCKED(Duration.ofMinutes(30)),
    /** Not fit for this mail: speaks no SMTP, or refuses sessions for good. */
    REFUSED(Duration.ofMinutes(5));

    private final Duration coolDown;

    Kind(Duration coolDown) {
      this.coolDown = coolDown;
    }

    /** What it is to the route's health. */
    public TroubleKind trouble() {
      return switch (this) {
        case THROTTLED -> TroubleKind.THROTTLED;
        case BLOCKED -> TroubleKind.REFUSED;
        case UNREACHABLE, TLS, LOGIN, REFUSED -> TroubleKind.NO_SESSION;
      };
    }

    /** A signal of this kind with its usual cool-down. */
    public RouteSignal signal() {
      return new RouteSignal(this, coolDown);
    }
  }
}
