package io.mailwright.delivery.courier;

import io.mailwright.kernel.error.Causes;
import io.mailwright.kernel.smtp.SmtpReply;
import java.net.SocketTimeoutException;
import java.util.Optional;

/** A session could not be opened: the route's failure, no mail's. */
public final class RouteFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Phase phase;
  private final transient SmtpReply reply;

  /**
   * @param phase SOURCE, CONNECT, TLS, EHLO or AUTH
   * @param reply what the server said, if a reply ended it
   * @param message what happened, in one line without secrets
   * @param cause what raised it
   */
  public RouteFailure(Phase phase, Optional<SmtpReply> reply, String message, Throwable cause) {
    super(message, cause);
    this.phase = phase;
    this.reply = reply.orElse(null);
  }

  /** How far the session had come. */
  public Phase phase() {
    return phase;
  }

  /** What the server said, if a reply ended it. */
  public Optional<SmtpReply> reply() {
    return Optional.ofNullable(reply);
  }

  /** Whether the server said nothing, or did not end a reply, for as long as was waited. */
  public boolean isSilence() {
    return Causes.has(getCause(), SocketTimeoutException.class);
  }

  /** The same as the outcome of a mail that had no session to go by. */
  public Outcome.RouteFailed toOutcome() {
    return new Outcome.RouteFailed(phase, reply(), getMessage());
  }
}
