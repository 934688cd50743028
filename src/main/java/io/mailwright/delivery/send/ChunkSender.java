package io.mailwright.delivery.send;

import io.mailwright.content.program.MailHeader;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.KillSwitch;
import io.mailwright.delivery.courier.MailSource;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.OutgoingMail;
import io.mailwright.delivery.journal.JournalUnavailable;
import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.ledger.MessageIds;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.delivery.policy.RouteSignal;
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

  private static final Duration NOW = Duration.ZERO;

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
  private final Places places;
  private final ServerConnection connection;
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

  private Optional<Hold> hold = Optional.empty();

  /** A mail that was handed to the session, with what it was permitted by. */
  private record UnderWay(Rendered mail, Leave.Granted leave, Places.Place place, Instant since) {}

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
    this.places = new Places(tools.rates(), tools.shares(), tools.clock());
    this.connection = new ServerConnection(tools, settlements, run.plan().campaignId(), killSwitch);
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
        connection.session().sendAll(this);
        if (leavesRoute || !connection.session().isUsable() || !run.health().isOpen(by.pass())) {
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
    Optional<Hold> full = places.enter(permits.askFor(mail.site(), by.route()));
    if (full.isPresent()) {
      return dealWith(full.get(), mail, mayWait);
    }
    Leave leave = permits.ask(mail.site(), by.route(), mayWait ? PATIENCE : NOW, now());
    return leave instanceof Leave.Granted granted
        ? waitFor(granted.from(), mayWait) ? Answer.GO : Answer.NOT_YET
        : dealWith(((Leave.Held) leave).hold(), mail, mayWait);
  }

  private Answer dealWith(Hold met, Rendered mail, boolean mayWait) throws InterruptedException {
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
      case SITE, SITE_ON_ROUTE ->
          isOfThisLane(mail.site()) && !run.crowd().isTooMany(mail.site(), met);
      // Another campaign's turn, which passes.
      case RECIPIENT -> true;
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
      onTheWay.put(outgoing, new UnderWay(mail, leave, places.begin(), now()));
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
    if (isServerFull(verdict)) {
      goBack(sent);
      leaveRoute();
      return;
    }
    Optional<Settlement> settled = settlements.of(rendered.claim(), by, verdict);
    if (verdict.isAboutRoute()) {
      leaveRoute();
    }
    if (settled.isEmpty()) {
      // The route's trouble, not the mail's: by another route, if there is one.
      goBack(sent);
      leavesRoute = true;
    } else if (verdict instanceof Verdict.NotTried && run.control().mayGoOn()) {
      sent.leave().giveBack();
      places.end(sent.place(), false);
      waiting.putBack(rendered);
    } else {
      if (isOneTooMany(verdict)) {
        places.lose(sent.place());
      } else {
        places.end(sent.place(), isSitesWord(verdict));
      }
      Duration latency = Duration.between(sent.since(), now);
      switch (tools.lessons().learn(sent.leave().ask(), verdict, latency, own)) {
        case NONE -> {}
        case SITE -> {
          refusingSites.add(rendered.site());
          // It may count the mails of each connection.
          leavesRoute = true;
          connection.session().retire();
        }
        case ROUTE -> {
          settlements.routeThrottled(by.route(), verdict);
          leaveRoute();
        }
      }
      outcome.accept(settled.get());
    }
  }

  /** The mail was not at fault: it is still to be sent, by whatever route. */
  private void goBack(UnderWay sent) {
    sent.leave().giveBack();
    places.end(sent.place(), false);
    dots.answered(settlements.givenBack(sent.mail().claim(), Optional.empty()));
    waiting.putBack(sent.mail());
  }

  private boolean isServerFull(Verdict verdict) {
    Optional<Hold> full = connection.isOneTooMany(verdict);
    full.ifPresent(met -> permits.note("", by.route(), met));
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
    leavesRoute = true;
    isRefused = true;
    connection.session().retire();
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
    Instant patienceEnds = now().plus(PATIENCE);
    while (!connection.isOpen() && mayBeginAnother()) {
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
      } else if (!isHeldWithoutRoute(mail, routes, patienceEnds)) {
        return false;
      }
    }
    return connection.isOpen();
  }

  /** Waits, or holds back what no route can take now; false if nothing is known that keeps it. */
  private boolean isHeldWithoutRoute(Rendered mail, List<Route> routes, Instant patienceEnds)
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

  /** Nobody connects to a server for a mail that may not go yet. */
  private void connectFor(Rendered mail) throws InterruptedException {
    try {
      if (leaveFor(mail, true) == Answer.GO && connection.open(by.route(), NOW).isPresent()) {
        // Others can use the leave while this one waits for a connection.
        permits.giveBackUnused();
        places.leaveAll();
        Instant since = now();
        Optional<Hold> full = connection.open(by.route(), PATIENCE);
        if (full.isPresent()) {
          meter.waited(since, now());
          permits.note(mail.site(), by.route(), full.get());
        }
      }
    } finally {
      run.routeTried(by.route(), connection.isOpen());
      if (!connection.isOpen()) {
        killSwitch.letGo();
        places.leaveAll();
        run.health().leave(by.pass());
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
    if (connection.isOpen()) {
      run.health().leave(by.pass());
      connection.close();
    }
    places.leaveAll();
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
