package io.mailwright.delivery.send;

import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.delivery.policy.RetrySchedule;
import io.mailwright.delivery.policy.RouteSignal;
import io.mailwright.delivery.policy.Verdict;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.routing.governor.Hold;
import java.time.Instant;
import java.util.Optional;

/**
 * Turns the failure policy's verdicts into what the ledger records, and tells route and suppression
 * list their part.
 */
final class Settlements {
  private final SendRun run;
  private final SendTools tools;

  Settlements(SendRun run, SendTools tools) {
    this.run = run;
    this.tools = tools;
  }

  /** What the ledger records; empty if the mail may go by another route now. */
  Optional<Settlement> of(ClaimedDelivery claim, ChosenRoute by, Verdict verdict) {
    Route route = by.route();
    if (verdict instanceof Verdict.Sent sent) {
      tools.counters().sent(route.id());
      run.health().good(by.pass());
      return Optional.of(
          settled(claim, DeliveryState.SENT, route, Optional.empty(), Optional.of(sent.reply())));
    } else if (verdict instanceof Verdict.Deferred deferred) {
      tools.counters().deferred(route.id(), deferred.reply());
      deferred
          .route()
          .filter(signal -> !signal.isOfSite() && signal.kind() != RouteSignal.Kind.SESSION)
          .ifPresent(signal -> slow(route, signal, deferred.reason()));
      return Optional.of(deferred(claim, route, deferred));
    } else if (verdict instanceof Verdict.Failed failed) {
      tools.counters().failed(route.id(), failed.reply());
      run.health().good(by.pass());
      return Optional.of(failed(claim, route, failed));
    } else if (verdict instanceof Verdict.InDoubt doubt) {
      return Optional.of(
          run.plan().limits().get().resendsWhenInDoubt()
              ? deferred(
                  claim,
                  route,
                  new Verdict.Deferred(
                      doubt.reason() + "; sent again by the campaign's policy",
                      Optional.empty(),
                      Optional.empty()))
              : settled(
                  claim,
                  DeliveryState.IN_DOUBT,
                  route,
                  Optional.of(doubt.reason()),
                  Optional.empty()));
    } else if (verdict instanceof Verdict.RouteTrouble) {
      routeTrouble(route, verdict);
      return Optional.empty();
    } else if (verdict instanceof Verdict.SenderRefused refused) {
      run.senderRefused(route, refused.reply());
      return Optional.empty();
    } else if (verdict instanceof Verdict.SenderImpossible impossible) {
      run.senderImpossible(route, impossible.reason());
      return Optional.empty();
    } else if (verdict instanceof Verdict.TooLarge || verdict instanceof Verdict.Utf8NotOffered) {
      return Optional.empty();
    } else if (verdict instanceof Verdict.NotTried) {
      return Optional.of(givenBack(claim, Optional.empty()));
    }
    throw new IllegalStateException("no settlement for " + verdict.getClass());
  }

  /** Puts the route to rest for trouble before any mail was at stake. */
  void routeTrouble(Route route, Verdict verdict) {
    if (verdict instanceof Verdict.RouteTrouble trouble) {
      tools.counters().refused(route.id(), trouble.reply());
      slow(route, trouble.signal(), trouble.reason());
    }
  }

  /** Puts the route to rest that wants less whatever the site. */
  void routeThrottled(Route route, Verdict verdict) {
    if (verdict instanceof Verdict.Deferred deferred) {
      deferred.route().ifPresent(signal -> slow(route, signal, deferred.reason()));
    }
  }

  private void slow(Route route, RouteSignal signal, String reason) {
    run.health()
        .trouble(
            route.id(), signal.kind().trouble(), signal.coolDown(), route.name() + ": " + reason);
  }

  private Settlement deferred(ClaimedDelivery claim, Route route, Verdict.Deferred deferred) {
    String reason = deferred.reason();
    Optional<SmtpReply> reply = deferred.reply();
    Instant now = tools.clock().instant();
    RetrySchedule.Next next =
        run.plan()
            .limits()
            .get()
            .retry()
            .after(
                claim.attempts() + 1,
                claim.firstTryAt().orElse(now),
                now,
                deferred.retryAfter(),
                tools.random());
    if (next instanceof RetrySchedule.Next.At at) {
      return new Settlement(
          claim.key(),
          DeliveryState.DEFERRED,
          true,
          Optional.of(at.time()),
          Optional.of(reason),
          Optional.of(route.id()),
          reply,
          now);
    }
    String over = ((RetrySchedule.Next.Expired) next).reason();
    return settled(
        claim, DeliveryState.EXPIRED, route, Optional.of(over + "; last: " + reason), reply);
  }

  private Settlement failed(ClaimedDelivery claim, Route route, Verdict.Failed failed) {
    return new Settlement(
        claim.key(),
        DeliveryState.FAILED,
        true,
        Optional.empty(),
        Optional.of(failed.reason()),
        Optional.of(route.id()),
        failed.reply(),
        tools.clock().instant(),
        failed.address());
  }

  private Settlement settled(
      ClaimedDelivery claim,
      DeliveryState state,
      Route route,
      Optional<String> why,
      Optional<SmtpReply> reply) {
    return new Settlement(
        claim.key(),
        state,
        true,
        Optional.empty(),
        why,
        Optional.of(route.id()),
        reply,
        tools.clock().instant());
  }

  /** A mail that cannot be made from this recipient's values. */
  Settlement impossible(ClaimedDelivery claim, String reason) {
    return new Settlement(
        claim.key(),
        DeliveryState.FAILED,
        false,
        Optional.empty(),
        Optional.of("the mail cannot be made: " + reason),
        Optional.empty(),
        Optional.empty(),
        tools.clock().instant());
  }

  Settlement suppressed(ClaimedDelivery claim) {
    return new Settlement(
        claim.key(),
        DeliveryState.SUPPRESSED,
        false,
        Optional.empty(),
        Optional.of("the address was suppressed meanwhile"),
        Optional.empty(),
        Optional.empty(),
        tools.clock().instant());
  }

  Settlement givenBack(ClaimedDelivery claim, Optional<Hold> hold) {
    return Settlement.givenBack(
        claim, hold.map(Hold::until), hold.map(Hold::why), tools.clock().instant());
  }
}
