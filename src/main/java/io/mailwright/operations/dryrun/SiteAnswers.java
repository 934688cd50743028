package io.mailwright.operations.dryrun;

import io.mailwright.operations.dryrun.VirtualWorker.Answer;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** What sites say to mails during a forecast, by what is known of them. For one thread. */
final class SiteAnswers {
  private final SiteBehaviour behaviour;
  private final WayChoice ways;
  private final RandomGenerator random;

  SiteAnswers(SiteBehaviour behaviour, WayChoice ways, RandomGenerator random) {
    this.behaviour = behaviour;
    this.ways = ways;
    this.random = random;
  }

  /** A site as it is at the start. */
  VirtualSite site(String name, long start) {
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

  /** What it says to a mail that is begun at a moment. */
  Answer answer(VirtualMail mail, int way, long at) {
    VirtualSite site = mail.parcel().site;
    if (site.buckets[way] != null && !site.buckets[way].takes(at)) {
      return Answer.THROTTLED;
    }
    Instant then = VirtualClock.instant(at);
    double share = behaviour.deferred(site.name, ways.get(way).routeId(), then);
    if (share > 0 && random.nextDouble() < putOff(share, mail.attempts())) {
      return Answer.DEFERRED;
    }
    double failed = behaviour.failed(site.name, then);
    return failed > 0 && random.nextDouble() < failed ? Answer.FAILED : Answer.ACCEPTED;
  }

  /**
   * Whether a try is put off. Sites put off first tries, as greylists do, until some time is over:
   * so that a share of all tries is so many of each mail, one after the other, and the rest by
   * chance.
   *
   * @param attempts tries before this one
   */
  static double putOff(double share, int attempts) {
    double ofEach = share / (1 - Math.min(share, 0.99));
    return Math.max(0, Math.min(1, ofEach - attempts));
  }
}
