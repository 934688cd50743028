package io.mailwright.delivery.policy;

import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.routing.rate.Throttle;
import io.mailwright.routing.rate.ThrottleKind;
import io.mailwright.routing.route.TroubleKind;
import java.time.Duration;
import java.util.Optional;

/**
 * What a route should learn from an outcome.
 *
 * @param kind what is the matter
 * @param coolDown how long to leave the route alone the first time; repeated trouble makes it grow
 * @param retryAfter how long the server itself asked to be left alone, if it did
 */
public record RouteSignal(Kind kind, Duration coolDown, Optional<Duration> retryAfter) {
  /** What may be the matter with a route. */
  public enum Kind {
    /** This node does not have the source address. */
    SOURCE(Duration.ofSeconds(30)),
    /** No connection, or lost, or the server has no time now. */
    UNREACHABLE(Duration.ofSeconds(30)),
    /** No secure connection. */
    TLS(Duration.ofMinutes(5)),
    /** Log-in refused or missing. */
    LOGIN(Duration.ofMinutes(5)),
    /**
     * A log-in, or encryption, is wanted by a server that let the session in: no further session
     * shows whether that is over.
     */
    WANTS_LOGIN(Duration.ofMinutes(5)),
    /** See {@link #WANTS_LOGIN}. */
    WANTS_TLS(Duration.ofMinutes(5)),
    /** The server wants fewer mails in a time. */
    THROTTLED(Duration.ofMinutes(1)),
    /** The server wants fewer connections. */
    CONNECTIONS(Duration.ofMinutes(1)),
    /** The server has had enough for this day. */
    QUOTA(Duration.ofHours(1)),
    /** The server has had enough over this connection: it is to be closed, and a new one made. */
    SESSION(Duration.ofSeconds(1)),
    /**
     * The server has a fault of its own: it puts off whatever comes, and does not say that less
     * would help. One such reply means little, several in a row do.
     */
    FAULT(Duration.ofMinutes(1)),
    /** Block-listed, or no session by policy. */
    BLOCKED(Duration.ofMinutes(30)),
    /** A mail was refused by policy, which may be about the mail or its recipient as well. */
    POLICY(Duration.ofMinutes(30)),
    /** The same by one site, while others take mails by the route. */
    BLOCKED_BY_SITE(Duration.ofMinutes(30)),
    /** Not fit for this mail: speaks no SMTP, or refuses sessions for good. */
    REFUSED(Duration.ofMinutes(5));

    private final Duration coolDown;

    Kind(Duration coolDown) {
      this.coolDown = coolDown;
    }

    /** What it is to the route's health. */
    public TroubleKind trouble() {
      return switch (this) {
        case THROTTLED, CONNECTIONS, QUOTA, SESSION, FAULT -> TroubleKind.THROTTLED;
        case BLOCKED, POLICY, BLOCKED_BY_SITE, WANTS_LOGIN, WANTS_TLS -> TroubleKind.REFUSED;
        case SOURCE -> TroubleKind.NO_SOURCE;
        case UNREACHABLE, TLS, LOGIN, REFUSED -> TroubleKind.NO_SESSION;
      };
    }

    /** A signal of this kind with its usual cool-down. */
    public RouteSignal signal() {
      return new RouteSignal(this, coolDown, Optional.empty());
    }

    /** The same, with what the reply says of when to come again. */
    RouteSignal signal(SmtpReply reply) {
      return new RouteSignal(this, coolDown, RetryHint.in(reply));
    }
  }

  /** Whether a mail was refused for where it came from, which another route may not be. */
  public boolean refusesWhereFrom() {
    return isRefusedByWhereFrom() || kind == Kind.WANTS_LOGIN || kind == Kind.WANTS_TLS;
  }

  /** Whether a block-list or a policy was named. */
  public boolean isRefusedByWhereFrom() {
    return kind == Kind.BLOCKED || kind == Kind.POLICY;
  }

  /** Whether it is about how much one site takes by the route, and not about the route as such. */
  public boolean isOfSite() {
    return kind == Kind.FAULT || throttle("").isPresent();
  }

  /**
   * What the site of the mail wants less of by this route; empty if the signal is not about that.
   *
   * @param words the reply, one line
   */
  public Optional<Throttle> throttle(String words) {
    return switch (kind) {
      case THROTTLED -> Optional.of(new Throttle(ThrottleKind.RATE, retryAfter, words));
      case CONNECTIONS -> Optional.of(new Throttle(ThrottleKind.CONNECTIONS, retryAfter, words));
      case QUOTA -> Optional.of(new Throttle(ThrottleKind.QUOTA, retryAfter, words));
      case BLOCKED_BY_SITE -> Optional.of(new Throttle(ThrottleKind.ALL, retryAfter, words));
      case SOURCE,
          UNREACHABLE,
          TLS,
          LOGIN,
          WANTS_LOGIN,
          WANTS_TLS,
          SESSION,
          FAULT,
          BLOCKED,
          POLICY,
          REFUSED ->
          Optional.empty();
    };
  }
}
