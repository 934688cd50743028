package io.mailwright.operations.dryrun;

import io.mailwright.routing.window.SendWindow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Sends a campaign's mails on a virtual clock: workers take chunks of lanes and ask leave for each
 * mail as the real ones do. A mail costs a few look-ups and a place in a queue of workers; times in
 * which all wait cost one step. For one thread, once.
 *
 * <p>Here is who does something when; {@link MailStart} begins a mail, {@link Obstacles} says what
 * a limit does to it, {@link SiteAnswers} what its site says, {@link Outcomes} what becomes of it.
 */
final class Forecast {
  private static final long SECOND = 1_000_000;

  /** How far it looks ahead. */
  private static final long HORIZON = 366 * 86_400 * SECOND;

  private static final int CHUNK = 100;
  private static final int SMALLEST_CHUNK = 20;
  private static final long CHUNK_BUDGET = 30 * SECOND;

  /** After so long without work the run ends, and a timer begins another. */
  private static final long RUN_PATIENCE = 30 * SECOND;

  private static final long NEXT_RUN = SECOND;

  private static final int STEPS_A_LOOK = 4096;

  private final Terms terms;
  private final VirtualClock clock;
  private final RandomGenerator random;
  private final Map<String, VirtualSite> sites = new LinkedHashMap<>();
  private final List<VirtualLane> lanes;
  private final TrialGates gates;
  private final Workforce workers;
  private final Outcomes outcomes;
  private final Obstacles obstacles;
  private final MailStart mails;
  private final long start;

  /** What a chunk costs before its first mail, and after its last. */
  private final long claim;

  private final long record;

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
    this.clock = clock;
    this.random = random;
    this.start = clock.micros();
    WayChoice ways = new WayChoice(terms.ways());
    SiteAnswers answers = new SiteAnswers(behaviour, ways, random);
    for (Load load : loads) {
      VirtualSite site =
          sites.computeIfAbsent(load.site(), name -> answers.site(name, clock.micros()));
      site.mails += load.mails();
      site.open += load.mails();
    }
    this.lanes = LaneSpread.of(loads, sites, terms.workers());
    this.gates = new TrialGates(real, terms, sites, clock);
    long total = loads.stream().mapToLong(Load::mails).sum();
    this.workers = new Workforce(terms.workers(), start, ways);
    this.outcomes = new Outcomes(terms.retry(), gates, total, start, random);
    this.obstacles = new Obstacles(ways, workers, outcomes);
    this.mails = new MailStart(terms, window, behaviour, answers, gates, ways, workers, obstacles);
    long each = Math.max(2, VirtualClock.micros(behaviour.chunkCost().each()));
    this.record = each / 2;
    this.claim = each - record;
  }

  /** Runs to the end of the campaign, or until the watcher has seen enough. */
  Prediction run(Watcher watcher) {
    Optional<String> whyLeft = Optional.empty();
    long steps = 0;
    while (outcomes.open() > 0 && whyLeft.isEmpty()) {
      whyLeft = step();
      steps++;
      if (whyLeft.isEmpty() && clock.micros() - start > HORIZON) {
        whyLeft = Optional.of("it would take more than a year");
      }
      if (whyLeft.isEmpty()
          && steps % STEPS_A_LOOK == 0
          && !watcher.goesOn(outcomes.done(), clock.instant())) {
        whyLeft = Optional.of("the dry run was stopped");
      }
    }
    return new PredictionMaker(start, outcomes.lastAt(), sites.values(), obstacles.holds())
        .make(outcomes.byHour(), whyLeft);
  }

  /**
   * @return why it cannot go on, if it cannot
   */
  private Optional<String> step() {
    long next = workers.nextAt();
    long ready = workers.isAnyIdle() ? soonestLane() : VirtualLane.NEVER;
    if (next == VirtualLane.NEVER && ready == VirtualLane.NEVER) {
      return Optional.of("nothing more can be sent");
    }
    if (next <= ready) {
      work(workers.next());
    } else {
      boolean isNewRun = workers.isAllIdle() && ready - clock.micros() > RUN_PATIENCE;
      VirtualWorker worker = workers.woken();
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
    return first == VirtualLane.NEVER ? first : Math.max(first, obstacles.allHeldUntil());
  }

  private Optional<VirtualLane> bestLane(long now) {
    VirtualLane best = null;
    if (obstacles.allHeldUntil() <= now) {
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
      outcomes.conclude(worker, now);
    }
    if (worker.lane == null) {
      takeLane(worker, now);
    } else if (worker.left == 0 || now > worker.end) {
      givesBack(worker, now);
    } else {
      sendNext(worker, now);
    }
  }

  private void takeLane(VirtualWorker worker, long now) {
    Optional<VirtualLane> lane = bestLane(now);
    if (lane.isEmpty()) {
      workers.rests(worker);
      return;
    }
    workers.takes(worker, lane.get(), now);
    long share = outcomes.open() / terms.workers();
    worker.left = Math.min(CHUNK, Math.max(SMALLEST_CHUNK, share - share % SMALLEST_CHUNK));
    worker.end = now + CHUNK_BUDGET;
    workers.doneAt(worker, now + claim);
  }

  private void givesBack(VirtualWorker worker, long now) {
    workers.givesBack(worker, now);
    workers.doneAt(worker, now + record);
  }

  /** Begins a mail of the worker's lane, or gives the lane back, or lets the worker wait. */
  private void sendNext(VirtualWorker worker, long now) {
    while (worker.lane != null) {
      Optional<VirtualMail> drawn = worker.lane.draw(now, random);
      if (drawn.isEmpty()) {
        givesBack(worker, now);
        return;
      }
      if (mails.begins(worker, drawn.get(), now)) {
        return;
      }
    }
    // Its lane rests; it looks for another.
    workers.doneAt(worker, now + record);
  }
}
