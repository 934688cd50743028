package io.mailwright.operations.connection;

import io.mailwright.delivery.courier.Courier;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.courier.ServerEndpoint;
import io.mailwright.delivery.policy.FailurePolicy;
import io.mailwright.delivery.policy.RouteSignal;
import io.mailwright.delivery.policy.Verdict;
import io.mailwright.routing.route.RouteCondition;
import io.mailwright.routing.route.RouteHealth;
import io.mailwright.routing.route.TroubleKind;
import java.time.Duration;

/**
 * Tries a route whose rest is over, without a mail: connect, greet, secure, log in, say good-bye.
 * Where that is what failed before, it makes the route healthy; a route that was block-listed is
 * left for one mail to try. Thread-safe.
 */
final class RouteProbe {
  private final RouteHealth health;
  private final Courier courier;
  private final FailurePolicy policy = FailurePolicy.standard();

  RouteProbe(RouteHealth health, Courier courier) {
    this.health = health;
    this.courier = courier;
  }

  /** Whether a connection has anything to tell about it; else it waits for a mail. */
  static boolean isUseful(RouteCondition due) {
    return switch (due.state()) {
      case QUARANTINED -> true;
      case PROBING -> isProvenByConnection(due);
      case HEALTHY, THROTTLED, OUT -> false;
    };
  }

  private static boolean isProvenByConnection(RouteCondition due) {
    return due.trouble().filter(t -> t == TroubleKind.NO_SESSION).isPresent();
  }

  /**
   * Tries it, unless somebody else does.
   *
   * @param name of the route, for people
   * @param endpoint where and from where to connect
   */
  void of(RouteCondition due, String name, ServerEndpoint endpoint) {
    health.enterToConnect(due.routeId()).ifPresent(pass -> under(pass, due, name, endpoint));
  }

  private void under(
      RouteHealth.Pass pass, RouteCondition due, String name, ServerEndpoint endpoint) {
    Duration patience = health.openings().with(due.routeId());
    long begun = System.nanoTime();
    try {
      courier.open(endpoint.openedIn(patience)).close();
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      health.openings().opened(due.routeId(), took);
      health.connected(due.routeId());
      if (isProvenByConnection(due)) {
        health.good(pass);
      }
    } catch (RouteFailure e) {
      if (e.isSilence()) {
        health.openings().silent(due.routeId(), patience);
      }
      if (policy.judge(e.toOutcome()) instanceof Verdict.RouteTrouble trouble) {
        RouteSignal signal = trouble.signal();
        health.trouble(
            due.routeId(),
            signal.kind().trouble(),
            signal.coolDown(),
            name + ": " + trouble.reason());
      }
    } finally {
      health.leave(pass);
    }
  }
}
