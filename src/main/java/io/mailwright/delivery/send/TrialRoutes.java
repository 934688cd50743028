package io.mailwright.delivery.send;

import io.mailwright.content.program.MailBody;
import io.mailwright.delivery.courier.Connections;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.routing.route.HealthState;
import io.mailwright.routing.route.RouteHealth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The way of a mail beside the ledger: the first fit route that lets it in; if none is fit, one in
 * trouble, but none that a person took out.
 */
final class TrialRoutes {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RouteHealth health;
  private final Connections connections;

  TrialRoutes(RouteHealth health, Connections connections) {
    this.health = health;
    this.connections = connections;
  }

  /**
   * Sends one mail.
   *
   * @param all the routes of the pool, in their order
   */
  TrialSender.Answer send(List<Route> all, Envelope envelope, MailBody mail)
      throws InterruptedException {
    String why =
        all.stream()
            .flatMap(route -> health.restOf(route.id()).stream())
            .map(RouteHealth.Rest::whyNothingGoes)
            .findFirst()
            .orElse("");
    for (Route route : worthATry(all)) {
      try {
        Duration opening = health.openings().with(route.id());
        Optional<CourierSession> session =
            connections.borrow(route.endpoint().openedIn(opening), PATIENCE);
        if (session.isPresent()) {
          return sendOver(session.get(), envelope, mail);
        }
        why = "all connections of " + route.name() + " are in use";
      } catch (RouteFailure e) {
        why = e.getMessage();
      }
    }
    return new TrialSender.Answer(envelope.recipient(), false, why);
  }

  private List<Route> worthATry(List<Route> all) {
    List<Route> fit = all.stream().filter(r -> health.restOf(r.id()).isEmpty()).toList();
    return fit.isEmpty()
        ? all.stream().filter(r -> health.stateOf(r.id()) != HealthState.OUT).toList()
        : fit;
  }

  private static TrialSender.Answer sendOver(
      CourierSession session, Envelope envelope, MailBody mail) throws InterruptedException {
    try {
      Outcome outcome = session.send(envelope, mail, () -> true);
      return outcome instanceof Outcome.Accepted accepted
          ? new TrialSender.Answer(envelope.recipient(), true, accepted.reply().toString())
          : new TrialSender.Answer(envelope.recipient(), false, words(outcome));
    } finally {
      session.close();
    }
  }

  private static String words(Outcome outcome) {
    if (outcome instanceof Outcome.Deferred o) {
      return o.reply().toString();
    } else if (outcome instanceof Outcome.SenderRefused o) {
      return o.reply().toString();
    } else if (outcome instanceof Outcome.SenderImpossible o) {
      return o.reason();
    } else if (outcome instanceof Outcome.RecipientRefused o) {
      return o.reply().toString();
    } else if (outcome instanceof Outcome.ContentRefused o) {
      return o.reply().toString();
    } else if (outcome instanceof Outcome.RouteFailed o) {
      return o.message();
    } else if (outcome instanceof Outcome.LostBeforeDot o) {
      return o.message();
    } else if (outcome instanceof Outcome.LostAfterDot o) {
      return "may have been accepted: " + o.message();
    } else if (outcome instanceof Outcome.AddressImpossible o) {
      return o.reason();
    } else if (outcome instanceof Outcome.Utf8NotOffered o) {
      return o.reason();
    } else if (outcome instanceof Outcome.TooLarge o) {
      return "the mail has " + o.size() + " octets, the server takes " + o.limit();
    } else if (outcome instanceof Outcome.NotTried o) {
      return o.reason();
    }
    return outcome.getClass().getSimpleName();
  }
}
