package io.mailwright.operations.dryrun;

import io.mailwright.delivery.policy.RetrySchedule;
import io.mailwright.operations.dryrun.VirtualWorker.Answer;
import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.governor.Leave;
import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.Subjects;
import io.mailwright.routing.route.Pace;
import io.mailwright.routing.window.SendWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Sends a campaign's mails on a virtual clock: workers take chunks of lanes and ask leave for each
 * mail as the real ones do. A mail costs a few look-ups and a place in a queue of workers; times in
 * which all wait cost one step. For one thread, once.
 */
final class Forecast {
  private static final long SECOND = 1_000_000;

  /** How far it looks ahead. */
  private static final long HORIZON = 366 * 86_400 * SECOND;

  private static final int CHUNK = 100;
  private static final int SMALLEST_CHUNK = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long CHUNK_BUDGET = 30 * SECOND;
  private static final long CROWDED = SECOND / 2;
  private static final long NO_CONNECTION = SECOND / 20;

  /** After so long without work the run ends, and a timer begins another. */
  private static final long RUN_PATIENCE = 30 * SECOND;

  private static final long NEXT_RUN = SECOND;

  /** To claim a chunk, and to record it. */
  private static final long CLAIM = 6_000;

  private static final long RECORD = 4_000;

  /** Beside the answer: to make, sign and write a mail. */
  private static final long MAKE = 300;

  private static final int STEPS_A_LOOK = 4096;

  private final Terms terms;
  private final SendWindow window;
  private final SiteBehaviour behaviour;
  private final RandomGenerator random;
  private final VirtualClock clock;
  private final Map<String, VirtualSite> sites;
  private final List<VirtualLane> lanes;
  private final WayChoice ways;
  private final TrialGates gates;
  private final Pace.Intervals[] intervals;
  private final HoldTally holds = new HoldTally();
  private final Map<AskKey, Ask> asks = new HashMap<>();
  private final Map<Instant, Long> byHour = new TreeMap<>();
  private final PriorityQueue<VirtualWorker> workers =
      new PriorityQueue<>(Comparator.comparingLong(worker -> worker.at));
  private final Deque<VirtualWorker> idle = new ArrayDeque<>();
  private final long start;
  private final long total;
  private long open;
  private long allHeldUntil;
  private long lastAt;
  private long hour = Long.MIN_VALUE;
  private long inHour;

  private record AskKey(VirtualSite site, int way) {}

  /** Who watches a forecast. */
  interface Watcher {
    /**
     * Called every few milliseconds.
     *
     * @param done mails
     * @return whether to go on
     */
    boolean goesOn(long done, Instant at);
  }

  /**
   * @param clock stands at the start
   * @param loads what is to be sent, at least one mail
   */
  Forecast(
      Terms terms,
      List<Load> loads,
      TrialGates.Real real,
      SendWindow window,
      SiteBehaviour behaviour,
      VirtualClock clock,
      RandomGenerator random) {
    this.terms = terms;
    this.window = window;
    this.behaviour = behaviour;
    this.clock = clock;
    this.random = random;
    this.start = clock.micros();
    this.ways = new WayChoice(terms.ways());
    this.sites = sitesOf(loads);
    this.lanes = LaneSpread.of(loads, sites, terms.workers());
    this.gates = new TrialGates(real, terms, sites, clock);
    this.intervals =
        terms.ways().stream()
            .map(way -> new Pace.Intervals(way.interval(), terms.interval()))
            .toArray(Pace.Intervals[]::new);
    this.total = sites.values().stream().mapToLong(site -> site.mails).sum();
    this.open = total;
    this.lastAt = start;
    for (int i = 0; i < terms.workers(); i++) {
      workers.add(new VirtualWorker(start));
    }
  }

  private Map<String, VirtualSite> sitesOf(List<Load> loads) {
    Map<String, VirtualSite> found = new LinkedHashMap<>();
    for (Load load : loads) {
      VirtualSite site = found.computeIfAbsent(load.site(), this::site);
      site.mails += load.mails();
      site.open += load.mails();
    }
    return found;
  }

  private VirtualSite site(String name) {
    VirtualSite site = new VirtualSite(name, ways.count());
    for (int i = 0; i < ways.count(); i++) {
      int way = i;
      long routeId = ways.get(way).routeId();
      behaviour
          .perSecond(name, routeId)
          .ifPresent(rate -> site.buckets[way] = new VirtualSite.Bucket(rate, start));
      behaviour.connections(name, routeId).ifPresent(most -> site.connections[way] = most);
    }
    return site;
  }

  /** Runs to the end of the campaign, or until the watcher has seen enough. */
  Prediction run(Watcher watcher) {
    Optional<String> whyLeft = Optional.empty();
    long steps = 0;
    while (open > 0 && whyLeft.isEmpty()) {
      whyLeft = step();
      steps++;
      if (whyLeft.isEmpty() && clock.micros() - start > HORIZON) {
        whyLeft = Optional.of("it would take more than a year");
      }
      if (whyLeft.isEmpty()
          && steps % STEPS_A_LOOK == 0
          && !watcher.goesOn(total - open, clock.instant())) {
        whyLeft = Optional.of("the dry run was stopped");
      }
    }
    countHour();
    return prediction(whyLeft);
  }

  /**
   * @return why it cannot go on, if it cannot
   */
  private Optional<String> step() {
    long next = workers.isEmpty() ? VirtualLane.NEVER : workers.peek().at;
    long ready = idle.isEmpty() ? VirtualLane.NEVER : soonestLane();
    if (next == VirtualLane.NEVER && ready == VirtualLane.NEVER) {
      return Optional.of("nothing more can be sent");
    }
    if (next <= ready) {
      work(workers.remove());
    } else {
      VirtualWorker worker = idle.remove();
      boolean isNewRun = workers.isEmpty() && ready - clock.micros() > RUN_PATIENCE;
      worker.at = Math.max(ready, clock.micros()) + (isNewRun ? NEXT_RUN : 0);
      work(worker);
    }
    return gates.pauseReason();
  }

  private long soonestLane() {
    long now = clock.micros();
    long first = VirtualLane.NEVER;
    for (VirtualLane lane : lanes) {
      if (!lane.isTaken()) {
        first = Math.min(first, lane.readyAt(now));
      }
    }
    return first == VirtualLane.NEVER ? first : Math.max(first, allHeldUntil);
  }

  private Optional<VirtualLane> bestLane(long now) {
    VirtualLane best = null;
    if (allHeldUntil <= now) {
      for (VirtualLane lane : lanes) {
        if (!lane.isTaken()
            && (best == null || lane.ready() > best.ready())
            && lane.readyAt(now) <= now) {
          best = lane;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private void work(VirtualWorker worker) {
    clock.goOnTo(worker.at);
    long now = clock.micros();
    if (worker.sent != null) {
      conclude(worker, now);
    }
    if (worker.lane != null && (worker.left == 0 || now > worker.end)) {
      giveBack(worker, now);
      doneAt(worker, now + RECORD);
      return;
    }
    if (worker.lane == null) {
      Optional<VirtualLane> lane = bestLane(now);
      if (lane.isEmpty()) {
        idle.add(worker);
      } else {
        take(worker, lane.get(), now);
        doneAt(worker, now + CLAIM);
      }
      return;
    }
    sendNext(worker, now);
  }

  private void doneAt(VirtualWorker worker, long at) {
    worker.at = at;
    workers.add(worker);
  }

  private void take(VirtualWorker worker, VirtualLane lane, long now) {
    lane.take();
    lane.site().ifPresent(site -> site.enter(now));
    worker.lane = lane;
    long share = open / terms.workers();
    worker.left = Math.min(CHUNK, Math.max(SMALLEST_CHUNK, share - share % SMALLEST_CHUNK));
    worker.end = now + CHUNK_BUDGET;
  }

  private void giveBack(VirtualWorker worker, long from) {
    leaveWay(worker);
    worker.lane.site().ifPresent(VirtualSite::leave);
    worker.lane.giveBack(from);
    worker.lane = null;
  }

  private void leaveWay(VirtualWorker worker) {
    if (worker.way != VirtualWorker.NO_WAY) {
      ways.leave(worker.way);
      worker.way = VirtualWorker.NO_WAY;
    }
  }

  /** Begins a mail of the worker's lane, or gives the lane back, or lets the worker wait. */
  private void sendNext(VirtualWorker worker, long now) {
    while (worker.lane != null) {
      Optional<VirtualMail> drawn = worker.lane.draw(now, random);
      if (drawn.isEmpty()) {
        giveBack(worker, now);
        doneAt(worker, now + RECORD);
        return;
      }
      if (begins(worker, drawn.get(), now)) {
        return;
      }
    }
    // Its lane rests; it looks for another.
    doneAt(worker, now + RECORD);
  }

  /**
   * @return whether the worker has something to do until {@link VirtualWorker#at}
   */
  private boolean begins(VirtualWorker worker, VirtualMail mail, long now) {
    Parcel parcel = mail.parcel();
    VirtualSite site = parcel.site;
    if (site.heldUntil > now) {
      worker.lane.putBack(mail);
      worker.lane.hold(parcel, site.heldUntil);
      return false;
    }
    Optional<Hold> closed = window.check(clock.instant(), parcel.zone, site.name);
    if (closed.isPresent()) {
      return meets(worker, mail, closed.get(), now);
    }
    if (!isOnWay(worker, site, now)) {
      return meetsNoWay(worker, mail, now);
    }
    Way way = ways.get(worker.way);
    if (site.busy[worker.way] >= site.connections[worker.way]) {
      Instant then = VirtualClock.instant(now + NO_CONNECTION);
      return meets(
          worker,
          mail,
          new Hold(
              HoldScope.SITE_ON_ROUTE,
              then,
              site.name
                  + " takes "
                  + site.connections[worker.way]
                  + " connections at a time from route "
                  + way.name()
                  + "; one more is tried after "
                  + then),
          now);
    }
    Ask ask = asks.computeIfAbsent(new AskKey(site, worker.way), key -> askOf(site, way));
    Leave leave = gates.governor().ask(ask, intervals[worker.way], PATIENCE);
    if (leave instanceof Leave.Held held) {
      return meets(worker, mail, held.hold(), now);
    }
    begin(worker, mail, ask, Math.max(now, VirtualClock.micros(((Leave.Granted) leave).from())));
    return true;
  }

  private Ask askOf(VirtualSite site, Way way) {
    return new Ask(
        new Subjects(
            way.serverId(),
            way.routeId(),
            terms.from(),
            terms.envelopeSender(),
            site.name,
            terms.campaignId()),
        new QuotaLabels(way.serverName(), way.name(), site.name, terms.name()));
  }

  private boolean isOnWay(VirtualWorker worker, VirtualSite site, long now) {
    if (worker.way != VirtualWorker.NO_WAY
        && (ways.heldUntil(worker.way, site) > now || !ways.takesTurn(worker.way))) {
      leaveWay(worker);
    }
    while (worker.way == VirtualWorker.NO_WAY) {
      worker.way = ways.enter(site, now);
      if (worker.way == VirtualWorker.NO_WAY) {
        return false;
      }
      if (!ways.takesTurn(worker.way)) {
        leaveWay(worker);
      }
    }
    return true;
  }

  private void begin(VirtualWorker worker, VirtualMail mail, Ask ask, long at) {
    VirtualSite site = mail.parcel().site;
    site.busy[worker.way]++;
    worker.left--;
    worker.sent =
        new VirtualWorker.Sent(mail, ask, worker.way, answer(site, mail, worker.way, at), at);
    long latency =
        VirtualClock.micros(behaviour.latency(site.name, ask.routeId(), clock.instant()));
    doneAt(worker, at + MAKE + latency);
  }

  private Answer answer(VirtualSite site, VirtualMail mail, int way, long at) {
    if (site.buckets[way] != null && !site.buckets[way].takes(at)) {
      return Answer.THROTTLED;
    }
    Instant now = clock.instant();
    double share = behaviour.deferred(site.name, ways.get(way).routeId(), now);
    if (share > 0 && random.nextDouble() < putOff(share, mail.attempts())) {
      return Answer.DEFERRED;
    }
    double failed = behaviour.failed(site.name, now);
    return failed > 0 && random.nextDouble() < failed ? Answer.FAILED : Answer.ACCEPTED;
  }

  /**
   * Sites put off first tries, as greylists do, and take the next. So a share of all tries is a
   * larger one of the first, and only what is more than these can be is one of the later.
   */
  static double putOff(double share, int attempts) {
    double atFirst = share / (1 - Math.min(share, 0.99));
    if (attempts == 0) {
      return Math.min(1, atFirst);
    }
    return atFirst <= 1 ? 0 : (2 * share - 1) / share;
  }

  private void conclude(VirtualWorker worker, long now) {
    VirtualWorker.Sent sent = worker.sent;
    worker.sent = null;
    VirtualSite site = sent.mail().parcel().site;
    site.busy[sent.way()]--;
    Duration latency = Duration.ofMillis((now - sent.begun()) / 1000);
    switch (sent.answer()) {
      case ACCEPTED -> {
        gates.accepted(sent.ask(), latency);
        countAccepted(now);
        isDone(site, now);
      }
      case FAILED -> {
        gates.failed(sent.ask(), latency);
        site.failed++;
        isDone(site, now);
      }
      case DEFERRED -> {
        gates.deferred(sent.ask(), latency);
        putOff(worker.lane, sent.mail(), now);
      }
      case THROTTLED -> {
        gates.throttled(sent.ask(), latency);
        putOff(worker.lane, sent.mail(), now);
      }
    }
  }

  private void putOff(VirtualLane lane, VirtualMail mail, long now) {
    VirtualSite site = mail.parcel().site;
    site.deferrals++;
    long firstTry = mail.attempts() == 0 ? now : mail.firstTry();
    RetrySchedule.Next next =
        terms
            .retry()
            .after(mail.attempts() + 1, VirtualClock.instant(firstTry), clock.instant(), random);
    if (next instanceof RetrySchedule.Next.At at) {
      lane.tryAgain(
          new VirtualMail(mail.parcel(), mail.attempts() + 1, firstTry),
          VirtualClock.micros(at.time()));
    } else {
      site.expired++;
      isDone(site, now);
    }
  }

  private void isDone(VirtualSite site, long now) {
    site.open--;
    site.lastAt = now;
    lastAt = Math.max(lastAt, now);
    open--;
  }

  private void countAccepted(long now) {
    long current = Math.floorDiv(now, 3600 * SECOND);
    if (current != hour) {
      countHour();
      hour = current;
    }
    inHour++;
  }

  private void countHour() {
    if (inHour > 0) {
      byHour.merge(Instant.ofEpochSecond(hour * 3600), inHour, Long::sum);
    }
    inHour = 0;
  }

  /**
   * A limit keeps a mail back, and what else its scope says.
   *
   * @return whether the worker waits for it
   */
  private boolean meets(VirtualWorker worker, VirtualMail mail, Hold hold, long now) {
    VirtualSite site = mail.parcel().site;
    long until = Math.max(now + 1, VirtualClock.micros(hold.until()));
    worker.lane.putBack(mail);
    switch (hold.scope()) {
      case RECIPIENT -> {
        holds.note(hold, now, until, mail.parcel().ready());
        worker.lane.hold(mail.parcel(), until);
        return false;
      }
      case SITE -> {
        return siteRests(worker, mail.parcel(), hold, now, until);
      }
      case SITE_ON_ROUTE -> {
        site.heldOnWay[worker.way] = until;
        if (ways.isOpen(site, now)) {
          leaveWay(worker);
          return false;
        }
        return siteRests(worker, mail.parcel(), hold, now, ways.soonest(site));
      }
      case ROUTE -> {
        ways.hold(worker.way, until);
        if (ways.isOpen(site, now)) {
          leaveWay(worker);
          return false;
        }
        return allRest(worker, hold, now, ways.soonest(site));
      }
      case CAMPAIGN -> {
        return allRest(worker, hold, now, until);
      }
    }
    throw new IllegalStateException("no such scope: " + hold.scope());
  }

  /** All ways are held, or those that are not have no connection. */
  private boolean meetsNoWay(VirtualWorker worker, VirtualMail mail, long now) {
    VirtualSite site = mail.parcel().site;
    worker.lane.putBack(mail);
    if (ways.isOpen(site, now)) {
      Instant then = clock.instant().plus(PATIENCE);
      return allRest(
          worker,
          new Hold(
              HoldScope.ROUTE, then, "all connections of the servers are in use until " + then),
          now,
          VirtualClock.micros(then));
    }
    long until = ways.soonest(site);
    Instant then = VirtualClock.instant(until);
    Hold hold = new Hold(HoldScope.SITE, then, "no server can be used until " + then);
    if (!ways.isAnyHeldFor(site, now)) {
      // Else what holds them was noted when it was met.
      holds.note(hold, now, until, site.open);
    }
    return siteWaits(worker, mail.parcel(), now, until);
  }

  private boolean siteRests(VirtualWorker worker, Parcel parcel, Hold hold, long now, long until) {
    holds.note(hold, now, until, parcel.site.open);
    return siteWaits(worker, parcel, now, until);
  }

  private boolean siteWaits(VirtualWorker worker, Parcel parcel, long now, long until) {
    VirtualSite site = parcel.site;
    boolean isShort = until - now <= VirtualClock.micros(PATIENCE);
    if (worker.lane.site().isEmpty()) {
      site.heldUntil = Math.max(site.heldUntil, until);
      worker.lane.hold(parcel, until);
      return false;
    }
    if (!isShort) {
      site.heldUntil = Math.max(site.heldUntil, until);
      giveBack(worker, until);
      return false;
    }
    if (site.isTooMany(now)) {
      giveBack(worker, Math.max(until, now + CROWDED));
      return false;
    }
    doneAt(worker, until);
    return true;
  }

  private boolean allRest(VirtualWorker worker, Hold hold, long now, long until) {
    holds.note(hold, now, until, open);
    if (until - now <= VirtualClock.micros(PATIENCE)) {
      doneAt(worker, until);
      return true;
    }
    allHeldUntil = Math.max(allHeldUntil, until);
    giveBack(worker, now);
    return false;
  }

  private Prediction prediction(Optional<String> whyLeft) {
    return new PredictionMaker(start, lastAt, sites.values(), holds).make(byHour, whyLeft);
  }
}
