package io.mailwright.delivery.send;

import io.mailwright.content.program.MailHeader;
import io.mailwright.content.render.RenderedMail;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.KillSwitch;
import io.mailwright.delivery.courier.MailSource;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.OutgoingMail;
import io.mailwright.delivery.journal.JournalUnavailable;
import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.Leave;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends the mails of a chunk one after the other over one connection at a time: chooses the route,
 * connects, and gives the session its mails. Whether one may go is {@link Admission}'s, what
 * becomes of it {@link Conclusions}'. Used by one thread.
 */
final class ChunkSender implements MailSource {
  /** After this time at most nothing new is begun; the rest of the chunk goes back untried. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** So many workers end at different seconds: what they are permitted is used by the others. */
  private static final int ENDS = 8;

  private static final Duration RECORD_EVERY = Duration.ofSeconds(1);

  private final SendRun run;
  private final SendTools tools;
  private final Settlements settlements;
  private final Dots dots;
  private final KillSwitch killSwitch = new KillSwitch();
  private final WorkMeter meter;
  private final Duration budget;
  private final RouteVisit visit = new RouteVisit();
  private final WaitingMails waiting;
  private final ServerConnection connection;
  private final Admission admission;
  private final Conclusions conclusions;
  private final Map<OutgoingMail, UnderWay> onTheWay = new IdentityHashMap<>();
  private Consumer<Settlement> outcome;
  private Instant end = Instant.EPOCH;
  private Instant lastRecord = Instant.EPOCH;

  /**
   * @param number which of the run's workers sends, from 0
   */
  ChunkSender(SendRun run, SendTools tools, Dots dots, WorkMeter meter, int number) {
    this.budget = LONGEST.minusSeconds(number % ENDS);
    this.run = run;
    this.tools = tools;
    this.dots = dots;
    this.meter = meter;
    this.settlements = new Settlements(run, tools);
    this.waiting =
        new WaitingMails(
            tools, settlements, new PatientLedger(run.control()), run.plan().campaignId());
    this.connection =
        new ServerConnection(tools, settlements, run.health(), run.plan().campaignId(), killSwitch);
    this.admission = new Admission(run, tools, meter, waiting, visit);
    this.conclusions =
        new Conclusions(
            run, tools, dots, meter, settlements, waiting, visit, admission, connection);
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
        if (visit.isOver()
            || !connection.session().isUsable()
            || !run.health().isOpen(visit.by().pass())) {
          returnSession();
        }
      }
      waiting.giveBackAll(admission.hold());
    } finally {
      admission.giveBackUnused();
      returnSession();
    }
    return admission.hold();
  }

  private void begin(List<Rendered> mails, String site, Consumer<Settlement> result) {
    outcome = result;
    waiting.begin(mails, result);
    admission.begin(site);
    conclusions.begin(result);
    onTheWay.clear();
    end = now().plus(budget);
    lastRecord = now();
  }

  private boolean mayBeginAnother() {
    return !waiting.isEmpty()
        && admission.hold().isEmpty()
        && run.control().mayGoOn()
        && !now().isAfter(end);
  }

  @Override
  public Optional<OutgoingMail> next(boolean mayWait) throws InterruptedException {
    while (mayBeginHere(mayWait) && mayBeginAnother()) {
      Optional<Rendered> first = waiting.first(admission::mayGoHere);
      if (first.isEmpty()) {
        // What is left may go by another route, or has to wait.
        visit.end();
        return Optional.empty();
      }
      Optional<Hold> closed = run.outsideWindow(first.get().claim());
      if (closed.isPresent()) {
        // Its hours ended since it was claimed, or people changed them.
        waiting.giveBack(first.get(), closed.get());
        continue;
      }
      Admission.Answer answer = admission.ask(first.get(), mayWait);
      if (answer == Admission.Answer.NOT_YET) {
        return Optional.empty();
      }
      if (answer == Admission.Answer.GO) {
        if (!run.takesTurn(visit.route())) {
          visit.end();
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

  /** A server that is tried out gets one mail, and no other before its answer. */
  private boolean mayBeginHere(boolean mayWait) {
    return !visit.isOver()
        && run.health().isOpen(visit.by().pass())
        && (mayWait || !run.health().isTrial(visit.by().pass()));
  }

  private Optional<OutgoingMail> compose(Rendered mail) {
    Leave.Granted leave = admission.use();
    try {
      OutgoingMail outgoing =
          new OutgoingMail(
              new Envelope(returnPath(mail), mail.claim().email()),
              run.plan().program().encode(header(mail), tracked(mail)));
      onTheWay.put(outgoing, new UnderWay(mail, leave, admission.places().begin(), now()));
      return Optional.of(outgoing);
    } catch (MailwrightException e) {
      leave.giveBack();
      outcome.accept(settlements.impossible(mail.claim(), e.getMessage()));
      return Optional.empty();
    }
  }

  /** Now, so that its links say when it was sent and not when it was rendered. */
  private RenderedMail tracked(Rendered mail) {
    return run.plan().tracking().in(mail.mail(), mail.claim().id());
  }

  private String returnPath(Rendered mail) {
    SendPlan plan = run.plan();
    return plan.links().returnPath(plan.envelopeSender(), mail.claim().id());
  }

  private MailHeader header(Rendered mail) {
    ClaimedDelivery claim = mail.claim();
    SendPlan plan = run.plan();
    return new MailHeader(
        EmailAddress.of(claim.email()),
        claim.name(),
        tools.messageIds().of(plan.campaignId(), claim.emailKey(), plan.from()),
        now(),
        mail.unsubscribe());
  }

  @Override
  public Duration patience(OutgoingMail mail) {
    return tools.silence().patience(onTheWay.get(mail).ask().site(), visit.route().id());
  }

  @Override
  public boolean isDue(OutgoingMail mail) throws InterruptedException {
    return admission.isDue(onTheWay.get(mail).leave());
  }

  @Override
  public boolean mayFinish(OutgoingMail mail) {
    Rendered rendered = onTheWay.get(mail).mail();
    if (visit.isRefused(rendered.site()) || !run.control().mayGoOn() || !killSwitch.beginDot()) {
      return false;
    }
    try {
      dots.announce(rendered.claim().key());
    } catch (JournalUnavailable e) {
      run.journalUnavailable(e);
      return false;
    }
    // The disk may have been slow.
    boolean isInTime = admission.isStillDue(onTheWay.get(mail).leave());
    if (!isInTime) {
      dots.answered(settlements.givenBack(rendered.claim(), Optional.empty()));
    }
    return isInTime;
  }

  @Override
  public void handedOver(OutgoingMail mail) {
    admission.handedOver(onTheWay.get(mail).leave());
  }

  @Override
  public void concluded(OutgoingMail mail, Outcome what) {
    killSwitch.answered();
    conclusions.conclude(onTheWay.remove(mail), what);
  }

  /** Has a session to a fit route for the first mail, or knows what holds it. */
  private boolean connect() throws InterruptedException {
    Instant patienceEnds = now().plus(Admission.PATIENCE);
    while (!connection.isOpen() && mayBeginAnother()) {
      Rendered mail = waiting.first();
      List<Route> routes = run.usableRoutes(waiting.demandOf(mail));
      Optional<ChosenRoute> chosen =
          run.chooseRoute(routes.stream().filter(r -> admission.mayGo(mail, r)).toList());
      if (chosen.isPresent()) {
        visit.begin(chosen.get());
        connectFor(mail);
      } else if (!admission.holdWithoutRoute(mail, routes, patienceEnds)) {
        return false;
      }
    }
    return connection.isOpen();
  }

  /** Nobody connects to a server for a mail that may not go yet. */
  private void connectFor(Rendered mail) throws InterruptedException {
    try {
      if (admission.ask(mail, true) == Admission.Answer.GO
          && connection.open(visit.route(), Duration.ZERO).isPresent()) {
        // Others can use the leave while this one waits for a connection.
        admission.giveBackUnused();
        admission.places().leaveAll();
        Instant since = now();
        Optional<Hold> full = connection.open(visit.route(), Admission.PATIENCE);
        if (full.isPresent()) {
          meter.waited(since, now());
          admission.note(mail.site(), full.get());
        }
      }
    } finally {
      run.routeTried(visit.route(), connection.isOpen());
      if (!connection.isOpen()) {
        killSwitch.letGo();
        admission.places().leaveAll();
        run.health().leave(visit.by().pass());
      }
    }
  }

  private void returnSession() {
    if (connection.isOpen()) {
      run.health().leave(visit.by().pass());
      connection.close();
    }
    admission.places().leaveAll();
  }

  /** Begins no further mail of the chunk; the rest goes back untried. */
  void endChunk() {
    end = Instant.MIN;
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
