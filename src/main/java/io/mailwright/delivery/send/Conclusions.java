package io.mailwright.delivery.send;

import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.delivery.policy.RouteSignal;
import io.mailwright.delivery.policy.Verdict;
import io.mailwright.routing.governor.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What becomes of a mail by its outcome: a settlement, or another try by another route; and what
 * its site and route learn from it. Used by one thread.
 */
final class Conclusions {
  private final SendRun run;
  private final SendTools tools;
  private final Dots dots;
  private final WorkMeter meter;
  private final Settlements settlements;
  private final WaitingMails waiting;
  private final RouteVisit visit;
  private final Admission admission;
  private final ServerConnection connection;
  private Consumer<Settlement> settled = settlement -> {};

  Conclusions(
      SendRun run,
      SendTools tools,
      Dots dots,
      WorkMeter meter,
      Settlements settlements,
      WaitingMails waiting,
      RouteVisit visit,
      Admission admission,
      ServerConnection connection) {
    this.run = run;
    this.tools = tools;
    this.dots = dots;
    this.meter = meter;
    this.settlements = settlements;
    this.waiting = waiting;
    this.visit = visit;
    this.admission = admission;
    this.connection = connection;
  }

  /** A chunk begins. */
  void begin(Consumer<Settlement> result) {
    settled = result;
  }

  void conclude(UnderWay sent, Outcome outcome) {
    Instant now = tools.clock().instant();
    Duration own = meter.answered(sent.ask(), sent.since(), now);
    if (outcome instanceof Outcome.Silent silent) {
      nothingCame(sent, silent);
      return;
    }
    Rendered mail = sent.mail();
    Verdict judged = tools.policy().judge(outcome);
    Optional<Verdict.Deferred> ofSite = refusalOfSite(sent, judged);
    Verdict first = ofSite.filter(d -> d.route().isEmpty()).map(Verdict.class::cast).orElse(judged);
    Verdict weighed = run.weigh(visit.route(), first, waiting.demandAfter(mail, first));
    if (isServerFull(weighed) || isEnoughOverConnection(weighed)) {
      goBack(sent);
      leaveRoute();
      return;
    }
    if (ofSite.isPresent() && weighed instanceof Verdict.RouteTrouble) {
      // The site's, not the route's: this mail by another route, and others by this one.
      tools.counters().refused(visit.route().id(), ofSite.get().reply());
      leaveTo(mail.site());
      goBack(sent);
      return;
    }
    Verdict verdict = ofSite.isPresent() ? ofSite.get() : weighed;
    Optional<Settlement> settlement = settlements.of(mail.claim(), visit.by(), verdict);
    if (verdict.isAboutRoute()) {
      leaveRoute();
    }
    if (settlement.isEmpty()) {
      // The route's trouble, not the mail's: by another route, if there is one.
      goBack(sent);
      visit.end();
    } else if (verdict instanceof Verdict.NotTried && run.control().mayGoOn()) {
      sent.leave().giveBack();
      admission.places().end(sent.place());
      waiting.putBack(mail);
    } else {
      if (verdict instanceof Verdict.NotTried) {
        sent.leave().giveBack();
      }
      leavePlace(sent.place(), verdict, own);
      learn(sent, verdict, Duration.between(sent.since(), now), own);
      settled.accept(settlement.get());
    }
  }

  /** The mail waits for another route, or for another time with more patience. */
  private void nothingCame(UnderWay sent, Outcome.Silent silent) {
    goBack(sent);
    visit.end();
    if (run.control().mayGoOn()) {
      Hold hold = tools.silence().silent(sent.ask(), silent.waited());
      admission.note(sent.mail().site(), hold);
      if (tools.silence().isOfRoute(visit.route().id())) {
        settlements.routeTrouble(
            visit.route(),
            new Verdict.RouteTrouble(
                RouteSignal.Kind.UNREACHABLE.signal(),
                "the server answers for no site any more; the last: " + hold.why(),
                Optional.empty()));
      }
    }
  }

  private void leavePlace(Places.Place place, Verdict verdict, Duration own) {
    if (isOneTooMany(verdict)) {
      admission.places().lose(place);
    } else if (isSitesWord(verdict)) {
      admission.places().answered(place, own);
    } else {
      admission.places().end(place);
    }
  }

  private void learn(UnderWay sent, Verdict verdict, Duration latency, Duration own) {
    switch (tools.lessons().learn(sent.ask(), verdict, latency, own)) {
      case NONE -> {}
      case SITE -> leaveTo(sent.mail().site());
      case ROUTE -> {
        settlements.routeThrottled(visit.route(), verdict);
        leaveRoute();
      }
    }
  }

  /**
   * What the verdict is if only the mail's site refuses the route, by a block-list or a policy, or
   * if it may be the mail that is refused: then without a word on the route.
   */
  private Optional<Verdict.Deferred> refusalOfSite(UnderWay sent, Verdict first) {
    return first instanceof Verdict.Deferred deferred
            && deferred.route().filter(RouteSignal::isRefusedByWhereFrom).isPresent()
        ? tools.lessons().refused(sent.ask(), deferred, run.health().isTrial(visit.by().pass()))
        : Optional.empty();
  }

  /** The server took mails over this connection and wants the next ones over another. */
  private boolean isEnoughOverConnection(Verdict verdict) {
    Optional<RouteSignal> signal =
        verdict instanceof Verdict.Deferred deferred
            ? deferred.route()
            : verdict instanceof Verdict.RouteTrouble trouble
                ? Optional.of(trouble.signal())
                : Optional.empty();
    return signal.filter(s -> s.kind() == RouteSignal.Kind.SESSION).isPresent()
        && connection.session().mailsSent() > 0;
  }

  private void leaveTo(String site) {
    visit.refuse(site);
    // It may count the mails of each connection.
    connection.session().retire();
  }

  /** The mail was not at fault: it is still to be sent, by whatever route. */
  private void goBack(UnderWay sent) {
    sent.leave().giveBack();
    admission.places().end(sent.place());
    dots.answered(settlements.givenBack(sent.mail().claim(), Optional.empty()));
    waiting.putBack(sent.mail());
  }

  private boolean isServerFull(Verdict verdict) {
    Optional<Hold> full = connection.isOneTooMany(verdict);
    full.ifPresent(met -> admission.note("", met));
    return full.isPresent();
  }

  /** The site says that the connection is one too many. */
  private static boolean isOneTooMany(Verdict verdict) {
    return verdict instanceof Verdict.Deferred deferred
        && deferred.route().filter(s -> s.kind() == RouteSignal.Kind.CONNECTIONS).isPresent();
  }

  private static boolean isSitesWord(Verdict verdict) {
    return verdict instanceof Verdict.Sent
        || (verdict instanceof Verdict.Failed failed && failed.reply().isPresent())
        || (verdict instanceof Verdict.Deferred deferred && deferred.reply().isPresent());
  }

  private void leaveRoute() {
    visit.refuse();
    connection.session().retire();
  }
}
