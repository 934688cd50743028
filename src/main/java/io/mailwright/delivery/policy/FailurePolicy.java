package io.mailwright.delivery.policy;

import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.Phase;
import io.mailwright.kernel.smtp.SmtpReply;
import java.util.Optional;

/**
 * What becomes of a mail, from how its try ended. The only place where that is decided.
 *
 * <pre>
 * HOW IT ENDED                       BECOMES          COUNTS  AND
 * accepted                           Sent             yes
 * source address is not this node's   RouteTrouble     no      the route cools down on this node
 * connect, TLS, EHLO, AUTH failed    RouteTrouble     no      the route cools down
 * 5yz to MAIL: block-list, policy    RouteTrouble     no      the route cools down
 * 5yz to MAIL: throttle of any kind  RouteTrouble     no      the route slows down
 * 5yz to MAIL: log-in or TLS wanted  RouteTrouble     no      the route cools down
 * 5yz to MAIL: size or content       Failed           yes     many in a row: {@link ContentAlarm}
 * 5yz to MAIL: anything else         SenderRefused    no      another route; none: pause
 * sender impossible on this server   SenderImposs.   no      another route; none: pause
 * 4yz to MAIL: too many connections  RouteTrouble     no      the route gets fewer
 * 4yz: rate, connections, quota      Deferred         yes     the route slows down
 * 4yz: block-list                    Deferred         yes     the route cools down
 * 4yz: enough for this connection    Deferred         yes     another connection
 * 4yz to MAIL, DATA, dot: any other  Deferred         yes     several in a row: the route slows down
 * 4yz to RCPT, or of one recipient   Deferred         yes
 * connection lost before the dot     Deferred         yes
 * no answer before the dot, at first  NotTried         no      the site rests, is tried with more patience
 * 5yz: the address is dead           Failed           yes     the address is suppressed
 * 5yz: block-list or policy          Deferred         yes     the route cools down; another route: no
 * 5yz: rate, connections, quota      Deferred         yes     the route slows down
 * 5yz: recipient's or log-in's       Deferred         yes
 * 5yz: log-in or TLS wanted          Deferred         yes     the route cools down; another route: no
 * 5yz: the sender may not send      SenderRefused    no      another route; none: pause. Failed, if
 *                                                            the route took others from it
 * 5yz to RCPT: anything else         Failed           yes
 * 5yz to DATA or dot: anything else  Failed           yes     many in a row: {@link ContentAlarm}
 * larger than the server takes       TooLarge         no      another route; none: Failed, as above
 * SMTPUTF8 needed and not offered    Utf8NotOffered   no      another route; none: Failed
 * address impossible on any server   Failed           yes     not suppressed
 * connection lost after the dot      InDoubt          yes     nobody guesses
 * given up by us before the dot      NotTried         no
 * </pre>
 *
 * <p>Unsure means transient: a reply that blames where the mail comes from is never held against
 * the address, and a mail that it hit is tried again. It counts as an attempt, so that a receiver
 * who says so for ever ends as expired and not as a loop. Suppressed are only addresses that the
 * server called dead in answer to RCPT or to the dot.
 *
 * <p>Immutable and thread-safe.
 */
public final class FailurePolicy {
  /** Subject of an enhanced status (RFC 3463 section 3.4). */
  private static final int MAIL_SYSTEM = 3;

  private static final String WANTS_TLS =
      "the server wants an encrypted connection; choose STARTTLS or TLS for it: ";

  private final ReplyClassifier classifier;

  /**
   * @param classifier tells what a reply is about
   */
  public FailurePolicy(ReplyClassifier classifier) {
    this.classifier = classifier;
  }

  /** The policy with the rules that come with the product. */
  public static FailurePolicy standard() {
    return new FailurePolicy(ReplyClassifier.standard());
  }

  /** The verdict on an outcome. */
  public Verdict judge(Outcome outcome) {
    if (outcome instanceof Outcome.Accepted o) {
      return new Verdict.Sent(o.reply());
    } else if (outcome instanceof Outcome.RouteFailed o) {
      return routeFailed(o);
    } else if (outcome instanceof Outcome.SenderRefused o) {
      return senderRefused(o.reply());
    } else if (outcome instanceof Outcome.SenderImpossible o) {
      return new Verdict.SenderImpossible(o.reason());
    } else if (outcome instanceof Outcome.Deferred o) {
      return deferred(o);
    } else if (outcome instanceof Outcome.RecipientRefused o) {
      return refused(o.reply(), FailureScope.RECIPIENT);
    } else if (outcome instanceof Outcome.ContentRefused o) {
      return refused(o.reply(), FailureScope.CONTENT);
    } else if (outcome instanceof Outcome.LostBeforeDot o) {
      return new Verdict.Deferred(o.message(), Optional.empty(), Optional.empty());
    } else if (outcome instanceof Outcome.Silent o) {
      return new Verdict.NotTried(
          "no answer to " + o.phase() + " in " + o.waited().toSeconds() + " s");
    } else if (outcome instanceof Outcome.LostAfterDot o) {
      return new Verdict.InDoubt(o.message());
    } else if (outcome instanceof Outcome.TooLarge o) {
      return new Verdict.TooLarge(o.size(), o.limit());
    } else if (outcome instanceof Outcome.Utf8NotOffered o) {
      return new Verdict.Utf8NotOffered(o.reason());
    } else if (outcome instanceof Outcome.AddressImpossible o) {
      return new Verdict.Failed(FailureScope.RECIPIENT, o.reason(), Optional.empty());
    } else if (outcome instanceof Outcome.NotTried o) {
      return new Verdict.NotTried(o.reason());
    }
    throw new IllegalStateException("no verdict for " + outcome.getClass());
  }

  private Verdict routeFailed(Outcome.RouteFailed o) {
    RouteSignal.Kind kind = routeKind(o.phase(), o.reply());
    RouteSignal signal = o.reply().map(kind::signal).orElseGet(kind::signal);
    return new Verdict.RouteTrouble(signal, o.message(), o.reply());
  }

  private RouteSignal.Kind routeKind(Phase phase, Optional<SmtpReply> reply) {
    ReplyMeaning meaning = reply.map(classifier::classify).orElse(ReplyMeaning.UNKNOWN);
    boolean isTransient = reply.filter(SmtpReply::isTransient).isPresent();
    return switch (meaning) {
      case BLOCK_LIST -> RouteSignal.Kind.BLOCKED;
      case POLICY -> isTransient ? RouteSignal.Kind.THROTTLED : RouteSignal.Kind.BLOCKED;
      case THROTTLE, SESSION -> RouteSignal.Kind.THROTTLED;
      case CONNECTIONS -> RouteSignal.Kind.CONNECTIONS;
      case QUOTA -> RouteSignal.Kind.QUOTA;
      case LOGIN -> RouteSignal.Kind.LOGIN;
      case TLS -> RouteSignal.Kind.TLS;
      case DEAD_ADDRESS, RECIPIENT, CONTENT, SENDER, UNSURE, UNKNOWN ->
          switch (phase) {
            case SOURCE -> RouteSignal.Kind.SOURCE;
            case TLS -> RouteSignal.Kind.TLS;
            case AUTH -> isTransient ? RouteSignal.Kind.UNREACHABLE : RouteSignal.Kind.LOGIN;
            case CONNECT, EHLO, MAIL, RCPT, DATA, DOT ->
                reply.filter(SmtpReply::isPermanent).isPresent()
                    ? RouteSignal.Kind.REFUSED
                    : RouteSignal.Kind.UNREACHABLE;
          };
    };
  }

  private Verdict senderRefused(SmtpReply reply) {
    return switch (classifier.classify(reply)) {
      case BLOCK_LIST, POLICY -> trouble(RouteSignal.Kind.BLOCKED, reply);
      case THROTTLE -> trouble(RouteSignal.Kind.THROTTLED, reply);
      case CONNECTIONS -> trouble(RouteSignal.Kind.CONNECTIONS, reply);
      case QUOTA -> trouble(RouteSignal.Kind.QUOTA, reply);
      case SESSION -> trouble(RouteSignal.Kind.SESSION, reply);
      case LOGIN -> trouble(RouteSignal.Kind.WANTS_LOGIN, reply);
      case TLS -> trouble(RouteSignal.Kind.WANTS_TLS, reply);
      // The size is part of MAIL (RFC 1870): 552 5.3.4.
      case CONTENT -> failed(FailureScope.CONTENT, reply);
      case DEAD_ADDRESS, RECIPIENT, SENDER, UNSURE, UNKNOWN ->
          new Verdict.SenderRefused(reply, false);
    };
  }

  private Verdict deferred(Outcome.Deferred o) {
    return switch (classifier.classify(o.reply())) {
      case THROTTLE, POLICY -> deferred(o.reply(), RouteSignal.Kind.THROTTLED);
      case CONNECTIONS ->
          o.phase() == Phase.MAIL
              // It does not know the recipient yet: it speaks of the session.
              ? trouble(RouteSignal.Kind.CONNECTIONS, o.reply())
              : deferred(o.reply(), RouteSignal.Kind.CONNECTIONS);
      case QUOTA -> deferred(o.reply(), RouteSignal.Kind.QUOTA);
      case SESSION -> deferred(o.reply(), RouteSignal.Kind.SESSION);
      case BLOCK_LIST -> deferred(o.reply(), RouteSignal.Kind.BLOCKED);
      case UNKNOWN -> putOff(o.reply(), fault(o));
      case DEAD_ADDRESS, RECIPIENT, CONTENT, SENDER, LOGIN, TLS, UNSURE ->
          putOff(o.reply(), Optional.empty());
    };
  }

  private static Verdict putOff(SmtpReply reply, Optional<RouteSignal> route) {
    return new Verdict.Deferred("put off by the server: " + reply, Optional.of(reply), route);
  }

  /**
   * What puts a mail off without a word on the recipient is the server's own: before it knows the
   * recipient, once it has taken him, or by its status.
   */
  private static Optional<RouteSignal> fault(Outcome.Deferred o) {
    boolean isOfSystem = o.reply().status().filter(s -> s.subject() == MAIL_SYSTEM).isPresent();
    return o.phase() != Phase.RCPT || isOfSystem
        ? Optional.of(RouteSignal.Kind.FAULT.signal())
        : Optional.empty();
  }

  private Verdict refused(SmtpReply reply, FailureScope otherwise) {
    return switch (classifier.classify(reply)) {
      case DEAD_ADDRESS -> failed(FailureScope.DEAD_ADDRESS, reply);
      case RECIPIENT -> failed(FailureScope.RECIPIENT, reply);
      case CONTENT -> failed(FailureScope.CONTENT, reply);
      case SENDER -> new Verdict.SenderRefused(reply, true);
      case BLOCK_LIST -> deferred(reply, RouteSignal.Kind.BLOCKED);
      case POLICY -> deferred(reply, RouteSignal.Kind.POLICY);
      case THROTTLE -> deferred(reply, RouteSignal.Kind.THROTTLED);
      case CONNECTIONS -> deferred(reply, RouteSignal.Kind.CONNECTIONS);
      case QUOTA -> deferred(reply, RouteSignal.Kind.QUOTA);
      case SESSION -> deferred(reply, RouteSignal.Kind.SESSION);
      case LOGIN -> deferred(reply, RouteSignal.Kind.WANTS_LOGIN);
      case TLS -> deferred(reply, RouteSignal.Kind.WANTS_TLS);
      case UNSURE ->
          new Verdict.Deferred(
              "refused for the recipient or for a missing log-in: " + reply,
              Optional.of(reply),
              Optional.empty());
      case UNKNOWN -> failed(otherwise, reply);
    };
  }

  private static Verdict deferred(SmtpReply reply, RouteSignal.Kind kind) {
    return new Verdict.Deferred(
        (kind == RouteSignal.Kind.WANTS_TLS
                ? WANTS_TLS
                : "held against the route, not the address: ")
            + reply,
        Optional.of(reply),
        Optional.of(kind.signal(reply)));
  }

  private static Verdict failed(FailureScope scope, SmtpReply reply) {
    return new Verdict.Failed(scope, "refused by the server: " + reply, Optional.of(reply));
  }

  private static Verdict trouble(RouteSignal.Kind kind, SmtpReply reply) {
    String what = kind == RouteSignal.Kind.WANTS_TLS ? WANTS_TLS : "refused by the server: ";
    return new Verdict.RouteTrouble(kind.signal(reply), what + reply, Optional.of(reply));
  }
}
