package io.mailwright.delivery.send;

import io.mailwright.content.program.MailHeader;
import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.KillSwitch;
import io.mailwright.delivery.courier.MailSource;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.OutgoingMail;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.journal.JournalUnavailable;
import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.ledger.MessageIds;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.delivery.policy.Verdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.governor.Leave;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Sends the mails of a chunk one after the other over one connection at a time. Used by one thread.
 */
final class ChunkSender implements MailSource {
  /** After this time nothing new is begun; the rest of the chunk goes back untried. */
  private static final Duration BUDGET = Duration.ofSeconds(30);

  /**
   * A moment or a connection that is not to be had within this time holds the lane instead of the
   * worker.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** How long a lane rests that has more workers than its site can employ. */
  private static final Duration CROWDED = Duration.ofMillis(500);

  private static final Duration RECORD_EVERY = Duration.ofSeconds(1);

  private final SendRun run;
  private final SendTools tools;
  private final Settlements settlements;
  private final Dots dots;
  private final KillSwitch killSwitch = new KillSwitch();
  private final WorkMeter meter;
  private final WaitingMails waiting;
  private final Permits permits;
  private final Map<OutgoingMail, UnderWay> onTheWay = new IdentityHashMap<>();
  private Consumer<Settlement> outcome;
  private String laneSite = "";
  private Instant end = Instant.EPOCH;
  private Instant lastRecord = Instant.EPOCH;
  private ChosenRoute by;

  /** Nothing more goes by this route, at least for now. */
  private boolean leavesRoute;

  /** The server said so itself: a mail whose envelope is written already is given up, too. */
  private boolean isRefused;

  /** Sites that want less by this route: no mail to them that is written ahead is finished. */
  private final Set<String> refusingSites = new HashSet<>();

  private CourierSession session;
  private Optional<Hold> hold = Optional.empty();

  /** A mail that was handed to the session, with what it was permitted by. */
  private record UnderWay(Rendered mail, Leave.Granted leave, Instant since) {}

  /** What became of asking leave for a mail. */
  private enum Answer {
    /** It may go now. */
    GO,
    /** Not at this moment, and the session has something else to do. */
    NOT_YET,
    /** What kept it back was dealt with; the next mail is to be asked for. */
    DEALT_WITH
  }

  ChunkSender(SendRun run, SendTools tools, Dots dots, WorkMeter meter) {
    this.run = run;
    this.tools = tools;
    this.dots = dots;
    this.meter = meter;
    this.settlements = new Settlements(run, tools);
    this.waiting = new WaitingMails(tools, settlements, new PatientLedger(run.control()));
    this.permits = new Permits(run, tools.governor(), new PatientLedger(run.control()));
    run.control().pullsAtEnd(killSwitch);
  }

  /**
   * Sends the mails of a lane and hands over what became of each.
   *
   * @param site the lane's
   * @return why the lane has to rest, if it has
   */
  Optional<Hold> send(List<Rendered> mails, String site, Consumer<Settlement> result)
      throws InterruptedException {
    begin(mails, site, result);
    try {
      while (mayBeginAnother() && connect()) {
        session.sendAll(this);
        if (leavesRoute || !session.isUsable() || !run.health().isOpen(by.pass())) {
          returnSession();
        }
      }
      waiting.giveBackAll(hold);
    } finally {
      permits.giveBackUnused();
      returnSession();
    }
    return hold;
  }

  private void begin(List<Rendered> mails, String site, Consumer<Settlement> result) {
    outcome = result;
    laneSite = site;
    waiting.begin(mails, result);
    permits.begin();
    onTheWay.clear();
    end = now().plus(BUDGET);
    lastRecord = now();
    hold = Optional.empty();
  }

  private boolean mayBeginAnother() {
    return !waiting.isEmpty() && hold.isEmpty() && run.control().mayGoOn() && !now().isAfter(end);
  }

  @Override
  public Optional<OutgoingMail> next(boolean mayWait) throws InterruptedException {
    while (mayBeginHere(mayWait) && mayBeginAnother()) {
      Optional<Rendered> first = waiting.first(this::mayGoHere);
      if (first.isEmpty()) {
        // What is left may go by another route, or has to wait.
        leavesRoute = true;
        return Optional.empty();
      }
      Answer answer = leaveFor(first.get(), mayWait);
      if (answer == Answer.NOT_YET) {
        return Optional.empty();
      }
      if (answer == Answer.GO) {
        if (!run.takesTurn(by.route())) {
          leavesRoute = true;
          return Optional.empty();
        }
        waiting.remove(first.get());
        Optional<OutgoingMail> composed = compose(first.get());
        if (composed.isPresent()) {
          return composed;
        }
      }
    }
    return Optional.empty();
  }

  private boolean mayGoHere(Rendered mail) {
    return permits.holdOf(mail.site(), by.route(), now()).isEmpty();
  }

  /** A server that is tried out gets one mail, and no other before its answer. */
  private boolean mayBeginHere(boolean mayWait) {
    return !leavesRoute
        && run.health().isOpen(by.pass())
        && (mayWait || !run.health().isTrial(by.pass()));
  }

  private Answer leaveFor(Rendered mail, boolean mayWait) throws InterruptedException {
    Leave leave = permits.ask(mail.site(), by.route(), PATIENCE, now());
    if (leave instanceof Leave.Granted granted) {
      return waitFor(granted.from(), mayWait) ? Answer.GO : Answer.NOT_YET;
    }
    Hold met = ((Leave.Held) leave).hold();
    if (met.scope() == HoldScope.CAMPAIGN) {
      // A canary that went badly holds for moments only.
      run.pauseIfBraked();
    }
    if (canGoElsewhere(mail, met)) {
      permits.note(mail.site(), by.route(), met);
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
    return (met.scope() == HoldScope.ROUTE || met.scope() == HoldScope.SITE_ON_ROUTE)
        && run.usableRoutes(waiting.demandOf(mail)).stream()
            .anyMatch(
                r ->
                    r.id() != by.route().id()
                        && run.isFit(r)
                        && permits.holdOf(mail.site(), r, now()).isEmpty());
  }

  /**
   * What no route may take now waits for the first that may: one route's day must not hold what
   * another only puts off for a moment. Other sites are held with it only if every route is.
   */
  private Hold firstToEnd(Rendered mail, Hold met) {
    if (met.scope() != HoldScope.ROUTE && met.scope() != HoldScope.SITE_ON_ROUTE) {
      return met;
    }
    permits.note(mail.site(), by.route(), met);
    List<Route> routes = run.usableRoutes(waiting.demandOf(mail));
    Hold first = soonest(mail, routes).orElse(met);
    boolean isOfAll = routes.stream().filter(run::isFit).allMatch(r -> permits.isHeld(r, now()));
    return new Hold(
        isOfAll ? HoldScope.ROUTE : HoldScope.SITE_ON_ROUTE, first.until(), first.why());
  }

  /** Of all that keeps the mail from these routes, what ends first. */
  private Optional<Hold> soonest(Rendered mail, List<Route> routes) {
    Optional<Hold> rest =
        run.restOf(routes)
            .map(r -> new Hold(HoldScope.CAMPAIGN, r.until(), "no server can be used: " + r.why()));
    return Stream.concat(permits.soonestOf(mail.site(), routes, now()).stream(), rest.stream())
        .min(Comparator.comparing(Hold::until));
  }

  /** Nobody waits for one site while there may be others to send to. */
  private boolean mayStayFor(Hold met, Rendered mail) {
    return switch (met.scope()) {
      case CAMPAIGN, ROUTE -> true;
      case SITE, SITE_ON_ROUTE -> isOfThisLane(mail.site()) && !run.crowd().isTooMany(mail.site());
      case RECIPIENT -> false;
    };
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

  private Optional<OutgoingMail> compose(Rendered mail) {
    Leave.Granted leave = permits.use();
    try {
      OutgoingMail outgoing =
          new OutgoingMail(
              new Envelope(run.plan().envelopeSender(), mail.claim().email()),
              run.plan().program().encode(header(mail.claim()), mail.mail()));
      onTheWay.put(outgoing, new UnderWay(mail, leave, now()));
      return Optional.of(outgoing);
    } catch (MailwrightException e) {
      leave.giveBack();
      outcome.accept(settlements.impossible(mail.claim(), e.getMessage()));
      return Optional.empty();
    }
  }

  @Override
  public boolean mayFinish(OutgoingMail mail) {
    Rendered rendered = onTheWay.get(mail).mail();
    if (isRefused
        || refusingSites.contains(rendered.site())
        || !run.control().mayGoOn()
        || !killSwitch.beginDot()) {
      return false;
    }
    try {
      dots.announce(rendered.claim().key());
      return true;
    } catch (JournalUnavailable e) {
      run.journalUnavailable(e);
      return false;
    }
  }

  @Override
  public void concluded(OutgoingMail mail, Outcome what) {
    killSwitch.answered();
    Instant now = now();
    UnderWay sent = onTheWay.remove(mail);
    Duration own = meter.answered(sent.leave().ask(), sent.since(), now);
    Rendered rendered = sent.mail();
    Verdict first = tools.policy().judge(what);
    Demand demand = waiting.demandAfter(rendered, first);
    Verdict verdict = run.weigh(by.route(), first, demand);
    Optional<Settlement> settled = settlements.of(rendered.claim(), by, verdict);
    if (verdict.isAboutRoute()) {
      leaveRoute();
    }
    if (settled.isEmpty()) {
      // The route's trouble, not the mail's: by another route, if there is one.
      sent.leave().giveBack();
      dots.answered(settlements.givenBack(rendered.claim(), Optional.empty()));
      waiting.putBack(rendered);
      leavesRoute = true;
    } else if (verdict instanceof Verdict.NotTried && run.control().mayGoOn()) {
      sent.leave().giveBack();
      waiting.putBack(rendered);
    } else {
      Duration latency = Duration.between(sent.since(), now);
      switch (tools.lessons().learn(sent.leave().ask(), verdict, latency, own)) {
        case NONE -> {}
        case SITE -> {
          refusingSites.add(rendered.site());
          // It may count the mails of each connection.
          leavesRoute = true;
          session.retire();
        }
        case ROUTE -> {
          settlements.routeThrottled(by.route(), verdict);
          leaveRoute();
        }
      }
      outcome.accept(settled.get());
    }
  }

  private void leaveRoute() {
    leavesRoute = true;
    isRefused = true;
    session.retire();
  }

  private MailHeader header(ClaimedDelivery claim) {
    SendPlan plan = run.plan();
    return new MailHeader(
        EmailAddress.of(claim.email()),
        claim.name(),
        MessageIds.of(plan.campaignId(), claim.emailKey(), plan.from()),
        now());
  }

  /** Has a session to a fit route for the first mail, or says in {@link #hold} why not. */
  private boolean connect() throws InterruptedException {
    while (session == null && mayBeginAnother()) {
      Rendered mail = waiting.first();
      Demand demand = waiting.demandOf(mail);
      List<Route> routes = run.usableRoutes(demand);
      Optional<ChosenRoute> chosen =
          run.chooseRoute(
              routes.stream()
                  .filter(r -> permits.holdOf(mail.site(), r, now()).isEmpty())
                  .toList());
      if (chosen.isPresent()) {
        enter(chosen.get());
        connectFor(mail);
      } else if (!isHeldWithoutRoute(mail, routes)) {
        return false;
      }
    }
    return session != null;
  }

  /** Holds back what no route can take now; false if nothing is known that keeps it. */
  private boolean isHeldWithoutRoute(Rendered mail, List<Route> routes) {
    Optional<Hold> first = soonest(mail, routes);
    if (first.filter(h -> h.scope() == HoldScope.SITE_ON_ROUTE).isPresent()) {
      holdBack(mail, first.get());
    } else {
      hold = first;
    }
    return first.isPresent();
  }

  /** Nobody connects to a server for a mail that may not go yet. */
  private void connectFor(Rendered mail) throws InterruptedException {
    try {
      if (leaveFor(mail, true) == Answer.GO) {
        borrow();
      }
    } finally {
      run.routeTried(by.route(), session != null);
      if (session == null) {
        killSwitch.letGo();
        run.health().leave(by.pass());
      }
    }
  }

  private void borrow() throws InterruptedException {
    Route route = by.route();
    Instant since = now();
    try {
      Optional<CourierSession> borrowed =
          tools.connections().borrow(route.endpoint(), PATIENCE, killSwitch);
      if (borrowed.isEmpty()) {
        meter.waited(since, now());
        hold =
            Optional.of(
                new Hold(
                    HoldScope.ROUTE,
                    now().plus(PATIENCE),
                    "all "
                        + route.endpoint().maxConnections()
                        + " connections of "
                        + route.name()
                        + " are in use"));
        return;
      }
      session = borrowed.get();
    } catch (RouteFailure e) {
      if (!killSwitch.isPulled()) {
        settlements.routeTrouble(route, tools.policy().judge(e.toOutcome()));
      }
    }
  }

  private void enter(ChosenRoute next) {
    by = next;
    leavesRoute = false;
    isRefused = false;
    refusingSites.clear();
  }

  private void returnSession() {
    if (session != null) {
      run.health().leave(by.pass());
      killSwitch.letGo();
      session.close();
      session = null;
    }
  }

  boolean isTimeToRecord() {
    return Duration.between(lastRecord, now()).compareTo(RECORD_EVERY) >= 0;
  }

  void recorded() {
    lastRecord = now();
  }

  private Instant now() {
    return tools.clock().instant();
  }
}
