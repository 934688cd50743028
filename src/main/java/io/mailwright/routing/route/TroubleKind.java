package io.mailwright.routing.route;

/** What is the matter with a route, as far as it says how the route is tried again. */
public enum TroubleKind {
  /** The server wants less; a mail tries it after the cool-down. */
  THROTTLED(HealthState.THROTTLED),
  /** No session with the server: a connection shows whether that is over. */
  NO_SESSION(HealthState.QUARANTINED),
  /** Block-listed or refused by policy: a connection shows that in part, only a mail for good. */
  REFUSED(HealthState.QUARANTINED),
  /** This node does not have the source address: it is at rest here, whatever other nodes do. */
  NO_SOURCE(HealthState.QUARANTINED);

  private final HealthState state;

  TroubleKind(HealthState state) {
    this.state = state;
  }

  /** What the route is from then on. */
  HealthState state() {
    return state;
  }
}
