package io.mailwright.delivery.send;

import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.delivery.policy.RouteSignal;
import io.mailwright.delivery.policy.Verdict;
import io.mailwright.kernel.smtp.SmtpReply;
import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.rate.SiteRates;
import io.mailwright.routing.rate.Throttle;
import io.mailwright.routing.rate.ThrottleKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What becomes known with a mail's outcome: how fast its site takes mails by its route, and what
 * observers make of it. Thread-safe.
 */
public final class Lessons {
  /** So many sites that want less one after the other speak for the route. */
  private static final int SITES_OF_A_ROUTE = 4;

  /** What a site accepted so long ago says how it is now. */
  private static final Duration LATELY = Duration.ofMinutes(10);

  /** Who wants less. */
  enum Wish {
    NONE,
    /** The mail's site, by this route. */
    SITE,
    /** The route, whatever the site. */
    ROUTE
  }

  /** Sites that wanted less since the last mail that a route had accepted. */
  private final Map<Long, Set<String>> throttling = new ConcurrentHashMap<>();

  private final SiteRefusals refusals = new SiteRefusals();
  private final ServerFaults faults = new ServerFaults();
  private final SiteRates rates;
  private final List<OutcomeObserver> observers;

  /**
   * @param observers who hear of every answer, besides the rates
   */
  Lessons(SiteRates rates, List<OutcomeObserver> observers) {
    this.rates = rates;
    this.observers = List.copyOf(observers);
  }

  /**
   * A mail was answered, or given up.
   *
   * @param latency from its permit to the answer
   * @param own the part of it in which it was the worker's only mail
   * @return who wants less
   */
  Wish learn(Ask ask, Verdict verdict, Duration latency, Duration own) {
    if (verdict instanceof Verdict.Sent) {
      if (!throttling.isEmpty()) {
        throttling.remove(ask.routeId());
      }
      refusals.accepted(ask.routeId(), ask.site());
      faults.answered(ask.routeId(), ask.site());
      rates.accepted(ask.site(), ask.routeId(), latency);
      tell(ask, MailOutcome.ACCEPTED, Optional.empty(), own);
    } else if (verdict instanceof Verdict.Failed failed && failed.reply().isPresent()) {
      faults.answered(ask.routeId(), ask.site());
      rates.failed(ask.site(), ask.routeId(), latency);
      tell(ask, MailOutcome.FAILED, failed.reply(), own);
    } else if (verdict instanceof Verdict.Deferred deferred && deferred.reply().isPresent()) {
      tell(ask, MailOutcome.DEFERRED, deferred.reply(), own);
      Optional<Throttle> throttle = throttle(deferred).or(() -> faults(ask, deferred));
      if (throttle.isPresent()) {
        rates.throttled(ask.site(), ask.routeId(), throttle.get(), latency);
      } else {
        if (deferred.route().isEmpty()) {
          faults.answered(ask.routeId(), ask.site());
        }
        rates.deferred(ask.site(), ask.routeId(), latency);
      }
      return throttle.isPresent() ? wish(ask) : Wish.NONE;
    } else {
      // The site said nothing of the mail, and still had it.
      rates.deferred(ask.site(), ask.routeId(), latency);
    }
    return Wish.NONE;
  }

  /**
   * A site refused a mail by a block-list or a policy: it rests by the mail's route, unless it may
   * mean that mail alone.
   *
   * @param isTrial whether the mail was to find out how the route is
   * @return what is left of it if it is the site's or the mail's alone; empty if the route is to be
   *     taken out
   */
  Optional<Verdict.Deferred> refused(Ask ask, Verdict.Deferred refusal, boolean isTrial) {
    boolean mayBeOfMail =
        refusal.route().filter(s -> s.kind() == RouteSignal.Kind.POLICY).isPresent()
            && !isTrial
            && rates.accepts(ask.site(), ask.routeId(), LATELY);
    SiteRefusals.Refusal means = refusals.refused(ask.routeId(), ask.site(), mayBeOfMail);
    if (means.isOfMail()) {
      return Optional.of(refusal.ofMail());
    }
    Verdict.Deferred ofSite = refusal.ofSite(means.rest());
    throttle(ofSite).ifPresent(rest -> rates.rest(ask.site(), ask.routeId(), rest));
    return means.isOfRoute() ? Optional.empty() : Optional.of(ofSite);
  }

  /** One site after the other, and no mail accepted between them: then it is the route. */
  private Wish wish(Ask ask) {
    Set<String> sites =
        throttling.computeIfAbsent(ask.routeId(), id -> ConcurrentHashMap.newKeySet());
    sites.add(ask.site());
    return sites.size() < SITES_OF_A_ROUTE ? Wish.SITE : Wish.ROUTE;
  }

  /** A server that puts off one mail after the other is to be left alone, asked for or not. */
  private Optional<Throttle> faults(Ask ask, Verdict.Deferred deferred) {
    return deferred
        .route()
        .filter(s -> s.kind() == RouteSignal.Kind.FAULT || s.kind() == RouteSignal.Kind.SESSION)
        .filter(s -> faults.putOff(ask.routeId(), ask.site()))
        .map(s -> new Throttle(ThrottleKind.RATE, s.retryAfter(), words(deferred)));
  }

  /** What the site wants less of, if that is what the reply says. */
  private static Optional<Throttle> throttle(Verdict.Deferred deferred) {
    return deferred.route().flatMap(signal -> signal.throttle(words(deferred)));
  }

  private static String words(Verdict.Deferred deferred) {
    return deferred.reply().map(SmtpReply::toString).orElse("");
  }

  private void tell(Ask ask, MailOutcome outcome, Optional<SmtpReply> reply, Duration own) {
    String words = reply.map(SmtpReply::toString).orElse("");
    observers.forEach(observer -> observer.answered(ask, outcome, words, own));
  }
}
