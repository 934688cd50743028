package io.mailwright.operations.dryrun;

import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import java.time.Duration;
import java.time.Instant;

/**
 * What a worker does about a limit that keeps its mail back: waits for it, takes another way, or
 * lets the mail, its site's or the whole campaign rest; as a chunk's sender does. For one thread.
 */
final class Obstacles {
  /** What ends within this time is waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long SHORT = VirtualClock.micros(PATIENCE);
  private static final long CROWDED = 500_000;

  private final WayChoice ways;
  private final Workforce workers;
  private final Outcomes outcomes;
  private final HoldTally holds = new HoldTally();
  private long allHeldUntil;

  Obstacles(WayChoice ways, Workforce workers, Outcomes outcomes) {
    this.ways = ways;
    this.workers = workers;
    this.outcomes = outcomes;
  }

  /** Before this nothing goes at all. */
  long allHeldUntil() {
    return allHeldUntil;
  }

  HoldTally holds() {
    return holds;
  }

  /** Its site's mails are known to rest: the worker goes on with others of its lane. */
  void passesBy(VirtualWorker worker, VirtualMail mail) {
    worker.lane.putBack(mail);
    worker.lane.hold(mail.parcel(), mail.parcel().site.heldUntil);
  }

  /**
   * A limit keeps a mail back, and what else its scope says.
   *
   * @return whether the worker waits for it
   */
  boolean meets(VirtualWorker worker, VirtualMail mail, Hold hold, long now) {
    VirtualSite site = mail.parcel().site;
    long until = Math.max(now + 1, VirtualClock.micros(hold.until()));
    worker.lane.putBack(mail);
    return switch (hold.scope()) {
      case RECIPIENT -> {
        holds.note(hold, now, until, mail.parcel().ready());
        worker.lane.hold(mail.parcel(), until);
        yield false;
      }
      case SITE -> siteRests(worker, mail.parcel(), hold, now, until);
      case SITE_ON_ROUTE -> {
        site.heldOnWay[worker.way] = until;
        yield leavesForAnother(worker, site, now)
            ? false
            : siteRests(worker, mail.parcel(), hold, now, ways.soonest(site));
      }
      case ROUTE -> {
        ways.hold(worker.way, until);
        yield leavesForAnother(worker, site, now)
            ? false
            : allRest(worker, hold, now, ways.soonest(site));
      }
      case CAMPAIGN -> allRest(worker, hold, now, until);
    };
  }

  private boolean leavesForAnother(VirtualWorker worker, VirtualSite site, long now) {
    boolean isOpen = ways.isOpen(site, now);
    if (isOpen) {
      workers.leavesWay(worker);
    }
    return isOpen;
  }

  /**
   * All ways are held, or those that are not have no connection.
   *
   * @return whether the worker waits for one
   */
  boolean meetsNoWay(VirtualWorker worker, VirtualMail mail, long now) {
    VirtualSite site = mail.parcel().site;
    worker.lane.putBack(mail);
    if (ways.isOpen(site, now)) {
      Instant then = VirtualClock.instant(now).plus(PATIENCE);
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
    if (worker.lane.site().isEmpty()) {
      site.heldUntil = Math.max(site.heldUntil, until);
      worker.lane.hold(parcel, until);
      return false;
    }
    if (until - now > SHORT) {
      site.heldUntil = Math.max(site.heldUntil, until);
      workers.givesBack(worker, until);
      return false;
    }
    if (site.isTooMany(now)) {
      workers.givesBack(worker, Math.max(until, now + CROWDED));
      return false;
    }
    workers.doneAt(worker, until);
    return true;
  }

  private boolean allRest(VirtualWorker worker, Hold hold, long now, long until) {
    holds.note(hold, now, until, outcomes.open());
    if (until - now <= SHORT) {
      workers.doneAt(worker, until);
      return true;
    }
    allHeldUntil = Math.max(allHeldUntil, until);
    workers.givesBack(worker, now);
    return false;
  }
}
