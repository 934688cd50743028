package io.mailwright.delivery.send;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.governor.Leave;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks leave for the mails of a chunk, and deals with what keeps one back: it waits for a moment,
 * leaves the mail to another route, or holds the mail, its site's mails or the whole lane until
 * another time. Used by one thread.
 */
final class Admission {
  /**
   * A moment or a connection that is not to be had within this time holds the lane instead of the
   * worker.
   */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration NOW = Duration.ZERO;

  /** How long a lane rests that has more workers than its site can employ. */
  private static final Duration CROWDED = Duration.ofMillis(500);

  /** What became of asking leave for a mail. */
  enum Answer {
    /** It may go now. */
    GO,
    /** Not at this moment, and the session has something else to do. */
    NOT_YET,
    /** What kept it back was dealt with; the next mail is to be asked for. */
    DEALT_WITH
  }

  private final SendRun run;
  private final SendTools tools;
  private final WorkMeter meter;
  private final WaitingMails waiting;
  private final RouteVisit visit;
  private final Permits permits;
  private final Places places;
  private String laneSite = "";
  private Optional<Hold> hold = Optional.empty();

  Admission(SendRun run, SendTools tools, WorkMeter meter, WaitingMails waiting, RouteVisit visit) {
    this.run = run;
    this.tools = tools;
    this.meter = meter;
    this.waiting = waiting;
    this.visit = visit;
    this.permits = new Permits(run, tools.governor(), new PatientLedger(run.control()));
    this.places = new Places(tools.rates(), tools.silence(), tools.shares(), tools.clock());
  }

  /** A chunk of a lane of this site begins. */
  void begin(String site) {
    laneSite = site;
    hold = Optional.empty();
    permits.begin();
  }

  /** The worker's places among the connections that sites take. */
  Places places() {
    return places;
  }

  /** Why the lane has to rest, if it has. */
  Optional<Hold> hold() {
    return hold;
  }

  /** Whether nothing is known that keeps the mail from the present route. */
  boolean mayGoHere(Rendered mail) {
    return mayGo(mail, visit.route());
  }

  /** Whether nothing is known that keeps the mail from a route. */
  boolean mayGo(Rendered mail, Route route) {
    return permits.holdOf(mail.site(), route, now()).isEmpty();
  }

  /** Asks leave for a mail by the present route. */
  Answer ask(Rendered mail, boolean mayWait) throws InterruptedException {
    Optional<Hold> full = places.enter(permits.askFor(mail.site(), visit.route()));
    if (full.isPresent()) {
      return dealWith(full.get(), mail, mayWait);
    }
    Leave leave = permits.ask(mail.site(), visit.route(), mayWait ? PATIENCE : NOW, now());
    return leave instanceof Leave.Granted granted
        ? begin(granted, mayWait)
        : dealWith(((Leave.Held) leave).hold(), mail, mayWait);
  }

  /** Leave that is over, since the database or the thread was slow, is to be had anew. */
  private Answer begin(Leave.Granted granted, boolean mayWait) throws InterruptedException {
    if (!waitFor(granted.from(), mayWait)) {
      return Answer.NOT_YET;
    }
    return now().isAfter(granted.goodUntil()) ? Answer.DEALT_WITH : Answer.GO;
  }

  /** The mail that leave was given for is on its way. */
  Leave.Granted use() {
    return permits.use();
  }

  /**
   * Waits until the dot of a mail that is ready may be written.
   *
   * @return false if the run ends, or if that takes too long for a server that waits for it
   */
  boolean isDue(Leave.Granted leave) throws InterruptedException {
    Instant patienceEnds = now().plus(PATIENCE);
    Optional<Duration> wait = permits.untilDue(leave);
    while (wait.isPresent() && !wait.get().isZero()) {
      boolean isLong = now().plus(wait.get()).isAfter(patienceEnds);
      if (isLong || !run.control().pauseFor(wait.get())) {
        return false;
      }
      wait = permits.untilDue(leave);
    }
    return wait.isPresent();
  }

  /**
   * Whether its time did not pass meanwhile: what a mail counts under is what its receiver sees.
   */
  boolean isStillDue(Leave.Granted leave) {
    return permits.untilDue(leave).filter(Duration::isZero).isPresent();
  }

  /**
   * The dot of a mail is on its way. If the machine held it up after the last look at the clock, it
   * counts from now on: its receiver sees it only now.
   */
  void handedOver(Leave.Granted leave) {
    permits.untilDue(leave);
  }

  /** What was granted and is not used goes back. */
  void giveBackUnused() {
    permits.giveBackUnused();
  }

  /** A hold of the present route was met otherwise than by asking. */
  void note(String site, Hold met) {
    permits.note(site, visit.route(), met);
  }

  private Answer dealWith(Hold met, Rendered mail, boolean mayWait) throws InterruptedException {
    if (met.scope() == HoldScope.CAMPAIGN) {
      // A canary that went badly holds for moments only.
      run.pauseIfBraked();
    }
    if (canGoElsewhere(mail, met)) {
      note(mail.site(), met);
    } else if (isShort(met) && mayStayFor(met, mail)) {
      return waitFor(met.until(), mayWait) ? Answer.DEALT_WITH : Answer.NOT_YET;
    } else {
      holdBack(mail, firstToEnd(mail, met));
    }
    return Answer.DEALT_WITH;
  }

  private boolean waitFor(Instant moment, boolean mayWait) throws InterruptedException {
    Instant now = now();
    if (!moment.isAfter(now)) {
      return true;
    }
    boolean goesOn = mayWait && run.control().pauseFor(Duration.between(now, moment));
    meter.waited(now, now());
    return goesOn;
  }

  private boolean isShort(Hold met) {
    return !met.until().isAfter(now().plus(PATIENCE));
  }

  private boolean canGoElsewhere(Rendered mail, Hold met) {
    return isOfRoute(met)
        && run.usableRoutes(waiting.demandOf(mail)).stream()
            .anyMatch(r -> r.id() != visit.route().id() && run.isFit(r) && mayGo(mail, r));
  }

  private static boolean isOfRoute(Hold met) {
    return met.scope() == HoldScope.ROUTE || met.scope() == HoldScope.SITE_ON_ROUTE;
  }

  /**
   * What no route may take now waits for the first that may: one route's day must not hold what
   * another only puts off for a moment. Other sites are held with it only if every route is.
   */
  private Hold firstToEnd(Rendered mail, Hold met) {
    if (!isOfRoute(met)) {
      return met;
    }
    note(mail.site(), met);
    List<Route> routes = run.usableRoutes(waiting.demandOf(mail));
    Hold first = soonest(mail, routes).orElse(met);
    // The present route may be under trial, so that nobody else can use it.
    boolean isOfAll =
        routes.stream()
            .filter(r -> r.id() == visit.route().id() || run.isFit(r))
            .allMatch(r -> permits.isHeld(r, now()));
    return new Hold(
        isOfAll ? HoldScope.ROUTE : HoldScope.SITE_ON_ROUTE, first.until(), first.why());
  }

  /** Of all that keeps the mail from these routes, what ends first. */
  private Optional<Hold> soonest(Rendered mail, List<Route> routes) {
    Optional<Hold> rest =
        run.restOf(routes).map(r -> new Hold(HoldScope.CAMPAIGN, r.until(), r.whyNothingGoes()));
    return Stream.concat(permits.soonestOf(mail.site(), routes, now()).stream(), rest.stream())
        .min(Comparator.comparing(Hold::until));
  }

  /** Nobody waits for one site while there may be others to send to. */
  private boolean mayStayFor(Hold met, Rendered mail) {
    return switch (met.scope()) {
      case CAMPAIGN, ROUTE -> true;
      case SITE, SITE_ON_ROUTE -> isOfThisLane(mail.site()) && mayStayAt(mail.site(), met);
      // Another campaign's turn, which passes.
      case RECIPIENT -> true;
    };
  }

  /** A pause passes and says nothing of how many the site employs; one waits for all. */
  private boolean mayStayAt(String site, Hold met) {
    boolean isPause = tools.rates().allowance(site, visit.route().id()).pausedUntil().isPresent();
    return isPause ? run.crowd().isAlone(site) : !run.crowd().isTooMany(site, met);
  }

  private boolean isOfThisLane(String site) {
    return laneSite.equals(site);
  }

  /** Holds back what cannot be sent now by any route: the mail, its site's, or the whole lane. */
  private void holdBack(Rendered mail, Hold met) {
    switch (met.scope()) {
      case RECIPIENT -> waiting.giveBack(mail, met);
      case CAMPAIGN, ROUTE -> {
        run.holds().holdAll(met);
        hold = Optional.of(met);
      }
      case SITE, SITE_ON_ROUTE -> {
        if (!isOfThisLane(mail.site())) {
          waiting.giveBackSite(mail.site(), met);
        } else if (isShort(met)) {
          Instant later = now().plus(CROWDED);
          hold = Optional.of(met.orLater(new Hold(met.scope(), later, met.why())));
        } else {
          run.holds().holdSite(mail.site(), met);
          hold = Optional.of(met);
        }
      }
    }
  }

  /**
   * No route may take the mail now: waits, or holds back what has to.
   *
   * @param patienceEnds when waiting for a route does
   * @return false if nothing is known that keeps it
   */
  boolean holdWithoutRoute(Rendered mail, List<Route> routes, Instant patienceEnds)
      throws InterruptedException {
    Optional<Hold> first = soonest(mail, routes);
    if (first.isEmpty()) {
      return false;
    }
    Hold met = first.get();
    if (met.scope() == HoldScope.SITE_ON_ROUTE) {
      holdBack(mail, met);
    } else if (met.scope() == HoldScope.ROUTE && met.until().isBefore(patienceEnds)) {
      waitFor(met.until(), true);
    } else {
      hold = first;
    }
    return true;
  }

  private Instant now() {
    return tools.clock().instant();
  }
}
