package io.mailwright.delivery.send;

import io.mailwright.content.program.MailBody;
import io.mailwright.delivery.courier.BeforeDot;
import io.mailwright.delivery.courier.Connections;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.policy.FailurePolicy;
import io.mailwright.delivery.policy.Verdict;
import io.mailwright.routing.route.HealthState;
import io.mailwright.routing.route.RouteHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Sends single mails beside the ledger, each over the first of several routes that takes it. Their
 * quotas are not asked: such mails are few, and tell of what goes wrong. Thread-safe.
 */
@ApplicationScoped
public class LoneMails {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final FailurePolicy policy = FailurePolicy.standard();
  private RouteHealth health;
  private Connections connections;

  LoneMails() {}

  /** For injection and tests. */
  @Inject
  public LoneMails(RouteHealth health, Connections connections) {
    this.health = health;
    this.connections = connections;
  }

  /**
   * The route that a mail goes by.
   *
   * @param instead why not by one before it in the list; empty if it is the first
   */
  public record Way(Route route, String instead) {}

  /** What became of a mail. */
  public sealed interface Result {
    /**
     * A server took it.
     *
     * @param words its own
     */
    record Sent(Route route, String words) implements Result {}

    /** A server may have taken it: the answer to its end was lost. */
    record InDoubt(Route route, String words) implements Result {}

    /** It can never be sent to this address. */
    record Refused(Route route, String words) implements Result {}

    /** No route took it now; nothing was sent. */
    record NoWay(String words) implements Result {}
  }

  /**
   * Sends a mail.
   *
   * @param ways the routes in the order in which they are to be tried; those at rest are left out
   *     unless all are, and those that a person took out always
   * @param mail made for the way that it goes by, so that it can tell of it
   * @param beforeDot has the last word, right before each final dot; false ends it without a mail
   */
  public Result send(
      List<Route> ways, Envelope envelope, Function<Way, MailBody> mail, BeforeDot beforeDot)
      throws InterruptedException {
    String why =
        ways.stream()
            .findFirst()
            .map(first -> health.restOf(first.id()).map(RouteHealth.Rest::why).orElse(""))
            .orElse("there is no route");
    for (Route route : worthATry(ways)) {
      Verdict verdict;
      try {
        var session =
            connections.borrow(
                route.endpoint().openedIn(health.openings().with(route.id())), PATIENCE);
        if (session.isEmpty()) {
          why = "all connections of " + route.name() + " are in use";
          continue;
        }
        verdict =
            policy.judge(
                sendOver(session.get(), envelope, mail.apply(new Way(route, why)), beforeDot));
      } catch (RouteFailure e) {
        why = route.name() + ": " + e.getMessage();
        continue;
      }
      if (verdict instanceof Verdict.Sent sent) {
        return new Result.Sent(route, sent.reply().toString());
      } else if (verdict instanceof Verdict.InDoubt lost) {
        return new Result.InDoubt(route, lost.reason());
      } else if (verdict instanceof Verdict.Failed failed) {
        return new Result.Refused(route, route.name() + ": " + failed.reason());
      } else if (verdict instanceof Verdict.NotTried given) {
        return new Result.NoWay(given.reason());
      }
      why = route.name() + ": " + words(verdict);
    }
    return new Result.NoWay(why);
  }

  /** The routes that a mail is tried over, in their order. */
  private List<Route> worthATry(List<Route> ways) {
    List<Route> fit = ways.stream().filter(way -> isFit(way)).toList();
    return fit.isEmpty()
        ? ways.stream().filter(way -> health.stateOf(way.id()) != HealthState.OUT).toList()
        : fit;
  }

  /** Whether nothing is known against a route. */
  public boolean isFit(Route route) {
    return health.restOf(route.id()).isEmpty();
  }

  private static Outcome sendOver(
      CourierSession session, Envelope envelope, MailBody mail, BeforeDot beforeDot)
      throws InterruptedException {
    try {
      return session.send(envelope, mail, beforeDot);
    } finally {
      session.close();
    }
  }

  private static String words(Verdict verdict) {
    if (verdict instanceof Verdict.Deferred put) {
      return put.reason();
    } else if (verdict instanceof Verdict.RouteTrouble trouble) {
      return trouble.reason();
    } else if (verdict instanceof Verdict.SenderRefused refused) {
      return "refused the sender: " + refused.reply();
    } else if (verdict instanceof Verdict.SenderImpossible impossible) {
      return impossible.reason();
    } else if (verdict instanceof Verdict.TooLarge large) {
      return large.everywhere(large.limit()).reason();
    } else if (verdict instanceof Verdict.Utf8NotOffered utf8) {
      return utf8.reason();
    }
    return verdict.getClass().getSimpleName();
  }
}
