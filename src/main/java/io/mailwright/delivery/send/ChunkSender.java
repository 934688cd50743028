package io.mailwright.delivery.send;

import io.mailwright.delivery.courier.CourierSession;
import io.mailwright.delivery.courier.Envelope;
import io.mailwright.delivery.courier.MailBody;
import io.mailwright.delivery.courier.MailComposer;
import io.mailwright.delivery.courier.Outcome;
import io.mailwright.delivery.courier.RouteFailure;
import io.mailwright.delivery.journal.JournalUnavailable;
import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.ledger.MessageIds;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.delivery.policy.Verdict;
import io.mailwright.delivery.send.LaneWorker.Hold;
import io.mailwright.kernel.error.MailwrightException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Sends the mails of a chunk one after the other over one connection at a time. Used by one thread.
 */
final class ChunkSender {
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
  private Set<String> suppressed = Set.of();
  private Instant lastLook = Instant.EPOCH;
  private Instant lastRecord = Instant.EPOCH;
  private Route route;
  private CourierSession session;
  private Optional<Hold> hold = Optional.empty();

  ChunkSender(SendRun run, SendTools tools, Dots dots) {
    this.run = run;
    this.tools = tools;
    this.dots = dots;
    this.settlements = new Settlements(run, tools);
  }

  /**
   * Sends the mails and hands over what became of each, in order.
   *
   * @return why the lane has to rest, if it has
   */
  Optional<Hold> send(List<Rendered> mails, Consumer<Settlement> outcome)
      throws InterruptedException {
    Instant end = now().plus(BUDGET);
    lastRecord = now();
    lastLook = now();
    suppressed = Set.of();
    hold = Optional.empty();
    try {
      for (int i = 0; i < mails.size(); i++) {
        Rendered mail = mails.get(i);
        lookForSuppressions(mails.subList(i, mails.size()));
        if (suppressed.contains(mail.claim().emailKey())) {
          outcome.accept(settlements.suppressed(mail.claim()));
        } else if (hold.isPresent() || !run.control().mayGoOn() || now().isAfter(end)) {
          outcome.accept(settlements.givenBack(mail.claim(), hold));
        } else {
          outcome.accept(sendOne(mail));
        }
      }
    } finally {
      returnSession();
    }
    return hold;
  }

  private Settlement sendOne(Rendered mail) throws InterruptedException {
    while (connect()) {
      if (!waitForPace()) {
        return settlements.givenBack(mail.claim(), hold);
      }
      MailBody body;
      try {
        body = tools.composer().compose(headers(mail.claim()), mail.mail());
      } catch (MailwrightException e) {
        return settlements.impossible(mail.claim(), e.getMessage());
      }
      Outcome result =
          session.send(
              new Envelope(run.plan().envelopeSender(), mail.claim().email()),
              body,
              () -> mayFinish(mail.claim()));
      Verdict verdict = tools.policy().judge(result);
      run.seen(verdict);
      Optional<Settlement> settled = settlements.of(mail.claim(), route, verdict);
      if (!session.isUsable()) {
        returnSession();
      }
      if (settled.isPresent()) {
        return settled.get();
      }
      // The route's trouble, not the mail's: by another route, if there is one.
      dots.answered(settlements.givenBack(mail.claim(), Optional.empty()));
      returnSession();
      if (!run.control().mayGoOn()) {
        return settlements.givenBack(mail.claim(), Optional.empty());
      }
    }
    return settlements.givenBack(mail.claim(), hold);
  }

  private MailComposer.Headers headers(ClaimedDelivery claim) {
    SendPlan plan = run.plan();
    return new MailComposer.Headers(
        plan.from(),
        plan.fromName(),
        plan.replyTo(),
        claim.email(),
        claim.name(),
        MessageIds.of(plan.campaignId(), claim.emailKey(), plan.from()),
        now());
  }

  private boolean mayFinish(ClaimedDelivery claim) {
    if (!run.control().mayGoOn()) {
      return false;
    }
    try {
      dots.announce(claim.key());
      return true;
    } catch (JournalUnavailable e) {
      run.pause(e.getMessage() + ". Nothing was lost: repair the disk, then resume.");
      return false;
    }
  }

  /** Has a session to a fit route, or says in {@link #hold} why not. */
  private boolean connect() throws InterruptedException {
    while (session == null && run.control().mayGoOn()) {
      Optional<Route> chosen = run.chooseRoute();
      if (chosen.isEmpty()) {
        hold =
            run.restOfAllRoutes()
                .map(rest -> new Hold(rest.until(), "no server can be used: " + rest.why()));
        return false;
      }
      route = chosen.get();
      try {
        Optional<CourierSession> borrowed = tools.connections().borrow(route.endpoint(), PATIENCE);
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
        settlements.routeTrouble(route, tools.policy().judge(e.toOutcome()));
      }
    }
    return session != null;
  }

  private boolean waitForPace() throws InterruptedException {
    Instant at =
        tools
            .pace()
            .next(
                route.serverId(),
                route.interval(),
                run.plan().campaignId(),
                run.plan().limits().get().interval(),
                PATIENCE);
    Instant now = now();
    if (!at.isAfter(now)) {
      return true;
    }
    if (Duration.between(now, at).compareTo(PATIENCE) > 0) {
      hold = Optional.of(new Hold(at, "the interval between mails is used until " + at));
      return false;
    }
    return run.control().pauseFor(Duration.between(now, at));
  }

  private void lookForSuppressions(List<Rendered> rest) {
    if (Duration.between(lastLook, now()).compareTo(LOOK_EVERY) >= 0) {
      lastLook = now();
      suppressed =
          tools
              .ledger()
              .suppressedOf(
                  rest.stream().map(r -> r.claim().emailKey()).collect(Collectors.toSet()));
    }
  }

  private void returnSession() {
    if (session != null) {
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
