package io.mailwright.operations.dryrun;

import io.mailwright.routing.governor.Ask;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import io.mailwright.routing.governor.Leave;
import io.mailwright.routing.quota.QuotaLabels;
import io.mailwright.routing.quota.Subjects;
import io.mailwright.routing.route.Pace;
import io.mailwright.routing.window.SendWindow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Begins mails during a forecast: asks for the recipient's hours, a way, a connection and leave, in
 * the order in which a sending run asks. For one thread.
 */
final class MailStart {
  private static final long NO_CONNECTION = 50_000;

  private final Terms terms;
  private final SendWindow window;
  private final SiteBehaviour behaviour;
  private final SiteAnswers answers;
  private final TrialGates gates;
  private final WayChoice ways;
  private final Workforce workers;
  private final Obstacles obstacles;
  private final Pace.Intervals[] intervals;
  private final Map<AskKey, Ask> asks = new HashMap<>();

  private record AskKey(VirtualSite site, int way) {}

  MailStart(
      Terms terms,
      SendWindow window,
      SiteBehaviour behaviour,
      SiteAnswers answers,
      TrialGates gates,
      WayChoice ways,
      Workforce workers,
      Obstacles obstacles) {
    this.terms = terms;
    this.window = window;
    this.behaviour = behaviour;
    this.answers = answers;
    this.gates = gates;
    this.ways = ways;
    this.workers = workers;
    this.obstacles = obstacles;
    this.intervals =
        terms.ways().stream()
            .map(way -> new Pace.Intervals(way.interval(), terms.interval()))
            .toArray(Pace.Intervals[]::new);
  }

  /**
   * Begins a mail that the worker has drawn from its lane, or keeps it back.
   *
   * @return whether the worker has something to do, or waits; else it may have lost its lane
   */
  boolean begins(VirtualWorker worker, VirtualMail mail, long now) {
    VirtualSite site = mail.parcel().site;
    if (site.heldUntil > now) {
      obstacles.passesBy(worker, mail);
      return false;
    }
    Optional<Hold> closed = window.check(VirtualClock.instant(now), mail.parcel().zone, site.name);
    if (closed.isPresent()) {
      return obstacles.meets(worker, mail, closed.get(), now);
    }
    if (!isOnWay(worker, site, now)) {
      return obstacles.meetsNoWay(worker, mail, now);
    }
    if (site.busy[worker.way] >= site.connections[worker.way]) {
      return obstacles.meets(worker, mail, noConnection(site, worker.way, now), now);
    }
    Ask ask = asks.computeIfAbsent(new AskKey(site, worker.way), this::askOf);
    Leave leave = gates.governor().ask(ask, intervals[worker.way], Obstacles.PATIENCE);
    if (leave instanceof Leave.Held held) {
      return obstacles.meets(worker, mail, held.hold(), now);
    }
    begin(worker, mail, ask, Math.max(now, VirtualClock.micros(((Leave.Granted) leave).from())));
    return true;
  }

  private Hold noConnection(VirtualSite site, int way, long now) {
    Instant then = VirtualClock.instant(now + NO_CONNECTION);
    return new Hold(
        HoldScope.SITE_ON_ROUTE,
        then,
        gates.nameOf(site.name)
            + " takes "
            + site.connections[way]
            + " connections at a time from route "
            + ways.get(way).name()
            + "; one more is tried after "
            + then);
  }

  private Ask askOf(AskKey key) {
    Way way = ways.get(key.way());
    String site = key.site().name;
    return new Ask(
        new Subjects(
            way.serverId(),
            way.routeId(),
            terms.from(),
            terms.envelopeSender(),
            site,
            terms.campaignId()),
        new QuotaLabels(way.serverName(), way.name(), gates.nameOf(site), terms.name()));
  }

  private boolean isOnWay(VirtualWorker worker, VirtualSite site, long now) {
    if (worker.way != VirtualWorker.NO_WAY
        && (ways.heldUntil(worker.way, site) > now || !ways.takesTurn(worker.way))) {
      workers.leavesWay(worker);
    }
    while (worker.way == VirtualWorker.NO_WAY) {
      worker.way = ways.enter(site, now);
      if (worker.way == VirtualWorker.NO_WAY) {
        return false;
      }
      if (!ways.takesTurn(worker.way)) {
        workers.leavesWay(worker);
      }
    }
    return true;
  }

  private void begin(VirtualWorker worker, VirtualMail mail, Ask ask, long at) {
    VirtualSite site = mail.parcel().site;
    site.busy[worker.way]++;
    worker.left--;
    worker.sent =
        new VirtualWorker.Sent(mail, ask, worker.way, answers.answer(mail, worker.way, at), at);
    long own =
        VirtualClock.micros(behaviour.ownTime(site.name, ask.routeId(), VirtualClock.instant(at)));
    workers.doneAt(
        worker, at + Math.max(1, VirtualClock.micros(behaviour.chunkCost().mail()) + own));
  }
}
