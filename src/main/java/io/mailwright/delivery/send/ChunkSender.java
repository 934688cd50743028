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
import io.mailwright.delivery.send.LaneWorker.Hold;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.MailwrightException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

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

  private static final Duration RECORD_EVERY = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final SendRun run;
  private final SendTools tools;
  private final Settlements settlements;
  private final Dots dots;
  private final PatientLedger patient;
  private final KillSwitch killSwitch = new KillSwitch();
  private final Deque<Rendered> waiting = new ArrayDeque<>();
  private final Map<OutgoingMail, Rendered> onTheWay = new IdentityHashMap<>();

  /** What the mails need that a server could not take. */
  private final Map<Rendered, Demand> demands = new IdentityHashMap<>();

  private Consumer<Settlement> outcome;
  private Set<String> suppressed = Set.of();
  private Instant end = Instant.EPOCH;
  private Instant lastLook = Instant.EPOCH;
  private Instant lastRecord = Instant.EPOCH;
  private Optional<Instant> permit = Optional.empty();
  private ChosenRoute by;

  /** Nothing more goes by this route, at least for now. */
  private boolean leavesRoute;

  /** The server said so itself: a mail whose envelope is written already is given up, too. */
  private boolean isRefused;

  private CourierSession session;
  private Optional<Hold> hold = Optional.empty();

  ChunkSender(SendRun run, SendTools tools, Dots dots) {
    this.run = run;
    this.tools = tools;
    this.dots = dots;
    this.patient = new PatientLedger(run.control());
    this.settlements = new Settlements(run, tools);
    run.control().pullsAtEnd(killSwitch);
  }

  /**
   * Sends the mails and hands over what became of each.
   *
   * @return why the lane has to rest, if it has
   */
  Optional<Hold> send(List<Rendered> mails, Consumer<Settlement> result)
      throws InterruptedException {
    begin(mails, result);
    try {
      while (mayBeginAnother() && connect()) {
        session.sendAll(this);
        if (leavesRoute || !session.isUsable() || !run.health().isOpen(by.pass())) {
          returnSession();
        }
      }
      while (!waiting.isEmpty()) {
        ClaimedDelivery claim = waiting.remove().claim();
        outcome.accept(
            suppressed.contains(claim.emailKey())
                ? settlements.suppressed(claim)
                : settlements.givenBack(claim, hold));
      }
    } finally {
      returnSession();
    }
    return hold;
  }

  private void begin(List<Rendered> mails, Consumer<Settlement> result) {
    outcome = result;
    waiting.clear();
    waiting.addAll(mails);
    onTheWay.clear();
    demands.clear();
    end = now().plus(BUDGET);
    lastRecord = now();
    lastLook = now();
    suppressed = Set.of();
    permit = Optional.empty();
    hold = Optional.empty();
  }

  private boolean mayBeginAnother() {
    return !waiting.isEmpty() && hold.isEmpty() && run.control().mayGoOn() && !now().isAfter(end);
  }

  @Override
  public Optional<OutgoingMail> next(boolean mayWait) throws InterruptedException {
    while (mayBeginHere(mayWait) && mayBeginAnother()) {
      lookForSuppressions();
      Rendered mail = waiting.peek();
      if (suppressed.contains(mail.claim().emailKey())) {
        waiting.remove();
        outcome.accept(settlements.suppressed(mail.claim()));
      } else if (!isPermitted(mayWait)) {
        return Optional.empty();
      } else if (!run.takesTurn(by.route())) {
        leavesRoute = true;
        return Optional.empty();
      } else {
        waiting.remove();
        Optional<OutgoingMail> composed = compose(mail);
        if (composed.isPresent()) {
          permit = Optional.empty();
          return composed;
        }
      }
    }
    return Optional.empty();
  }

  /** A server that is tried out gets one mail, and no other before its answer. */
  private boolean mayBeginHere(boolean mayWait) {
    return !leavesRoute
        && run.health().isOpen(by.pass())
        && (mayWait || !run.health().isTrial(by.pass()));
  }

  private Optional<OutgoingMail> compose(Rendered mail) {
    try {
      OutgoingMail outgoing =
          new OutgoingMail(
              new Envelope(run.plan().envelopeSender(), mail.claim().email()),
              run.plan().program().encode(header(mail.claim()), mail.mail()));
      onTheWay.put(outgoing, mail);
      return Optional.of(outgoing);
    } catch (MailwrightException e) {
      outcome.accept(settlements.impossible(mail.claim(), e.getMessage()));
      return Optional.empty();
    }
  }

  /** A permit that was taken and not used stays for the next mail. */
  private boolean isPermitted(boolean mayWait) throws InterruptedException {
    if (permit.isEmpty()) {
      Instant at =
          tools
              .pace()
              .next(
                  by.route().serverId(),
                  by.route().interval(),
                  run.plan().campaignId(),
                  run.plan().limits().get().interval(),
                  PATIENCE);
      if (Duration.between(now(), at).compareTo(PATIENCE) > 0) {
        hold = Optional.of(new Hold(at, "the interval between mails is used until " + at));
        return false;
      }
      permit = Optional.of(at);
    }
    Instant now = now();
    return !permit.get().isAfter(now)
        || (mayWait && run.control().pauseFor(Duration.between(now, permit.get())));
  }

  @Override
  public boolean mayFinish(OutgoingMail mail) {
    if (isRefused || !run.control().mayGoOn() || !killSwitch.beginDot()) {
      return false;
    }
    try {
      dots.announce(onTheWay.get(mail).claim().key());
      return true;
    } catch (JournalUnavailable e) {
      run.journalUnavailable(e);
      return false;
    }
  }

  @Override
  public void concluded(OutgoingMail mail, Outcome what) {
    killSwitch.answered();
    Rendered rendered = onTheWay.remove(mail);
    Verdict first = tools.policy().judge(what);
    Demand demand = demandOf(rendered).and(first);
    Verdict verdict = run.weigh(by.route(), first, demand);
    Optional<Settlement> settled = settlements.of(rendered.claim(), by, verdict);
    if (verdict.isAboutRoute()) {
      leavesRoute = true;
      isRefused = true;
      session.retire();
    }
    if (settled.isEmpty()) {
      // The route's trouble, not the mail's: by another route, if there is one.
      demands.put(rendered, demand);
      dots.answered(settlements.givenBack(rendered.claim(), Optional.empty()));
      waiting.addFirst(rendered);
      leavesRoute = true;
    } else if (verdict instanceof Verdict.NotTried && run.control().mayGoOn()) {
      waiting.addFirst(rendered);
    } else {
      outcome.accept(settled.get());
    }
  }

  private MailHeader header(ClaimedDelivery claim) {
    SendPlan plan = run.plan();
    return new MailHeader(
        EmailAddress.of(claim.email()),
        claim.name(),
        MessageIds.of(plan.campaignId(), claim.emailKey(), plan.from()),
        now());
  }

  /** Has a session to a fit route, or says in {@link #hold} why not. */
  private boolean connect() throws InterruptedException {
    while (session == null && run.control().mayGoOn()) {
      Demand demand = demandOf(waiting.peek());
      Optional<ChosenRoute> chosen = run.chooseRoute(demand);
      if (chosen.isEmpty()) {
        hold =
            run.restOfRoutesFor(demand)
                .map(rest -> new Hold(rest.until(), "no server can be used: " + rest.why()));
        return false;
      }
      enter(chosen.get());
      try {
        Route route = by.route();
        Optional<CourierSession> borrowed =
            tools.connections().borrow(route.endpoint(), PATIENCE, killSwitch);
        if (borrowed.isEmpty()) {
          hold =
              Optional.of(
                  new Hold(
                      now().plus(PATIENCE),
                      "all "
                          + route.endpoint().maxConnections()
                          + " connections of "
                          + route.name()
                          + " are in use"));
          return false;
        }
        session = borrowed.get();
      } catch (RouteFailure e) {
        if (!killSwitch.isPulled()) {
          settlements.routeTrouble(by.route(), tools.policy().judge(e.toOutcome()));
        }
      } finally {
        run.routeTried(by.route(), session != null);
        if (session == null) {
          killSwitch.letGo();
          run.health().leave(by.pass());
        }
      }
    }
    return session != null;
  }

  private Demand demandOf(Rendered mail) {
    return demands.getOrDefault(mail, Demand.NONE);
  }

  private void enter(ChosenRoute next) {
    if (by != null && by.route().serverId() != next.route().serverId()) {
      // It was taken from the other server's interval.
      permit = Optional.empty();
    }
    by = next;
    leavesRoute = false;
    isRefused = false;
  }

  private void lookForSuppressions() {
    if (Duration.between(lastLook, now()).compareTo(LOOK_EVERY) >= 0) {
      suppressed =
          patient.ask(
              () ->
                  tools
                      .ledger()
                      .suppressedOf(
                          waiting.stream()
                              .map(r -> r.claim().emailKey())
                              .collect(Collectors.toSet())));
      // Not before: a database that takes a second to answer would be asked before every mail.
      lastLook = now();
    }
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
