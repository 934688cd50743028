package io.mailwright.operations.dryrun;

import io.mailwright.delivery.policy.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What became of the mails of a forecast: counts them, tells the gates, and puts back what is tried
 * again. For one thread.
 */
final class Outcomes {
  private static final long HOUR = 3_600_000_000L;

  private final RetrySchedule retry;
  private final TrialGates gates;
  private final RandomGenerator random;
  private final Map<Instant, Long> byHour = new TreeMap<>();
  private final long total;
  private long open;
  private long lastAt;
  private long hour = Long.MIN_VALUE;
  private long inHour;

  /**
   * @param total mails
   */
  Outcomes(RetrySchedule retry, TrialGates gates, long total, long start, RandomGenerator random) {
    this.retry = retry;
    this.gates = gates;
    this.random = random;
    this.total = total;
    this.open = total;
    this.lastAt = start;
  }

  /** Mails without an outcome. */
  long open() {
    return open;
  }

  /** Mails with one. */
  long done() {
    return total - open;
  }

  /** When the last one was. */
  long lastAt() {
    return lastAt;
  }

  /** The mail that a worker has under way was answered. */
  void conclude(VirtualWorker worker, long now) {
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
        retry.after(
            mail.attempts() + 1, VirtualClock.instant(firstTry), VirtualClock.instant(now), random);
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
    long current = Math.floorDiv(now, HOUR);
    if (current != hour) {
      countHour();
      hour = current;
    }
    inHour++;
  }

  private void countHour() {
    if (inHour > 0) {
      byHour.merge(VirtualClock.instant(hour * HOUR), inHour, Long::sum);
    }
    inHour = 0;
  }

  /** Accepted mails by the beginning of the hour. */
  Map<Instant, Long> byHour() {
    countHour();
    return byHour;
  }
}
