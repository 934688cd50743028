package io.mailwright.delivery.send;

import io.mailwright.routing.governor.Ask;
import jakarta.annotation.Nullable;
import java.time.Duration;
import java.time.Instant;

/**
 * Measures what one worker's time goes to, for {@link WorkTimes}. A mail costs a comparison and two
 * additions. Used by one thread.
 */
final class WorkMeter {
  private final WorkTimes times;

  /** Since then the worker is at the chunk in hand. */
  private Instant begun;

  private Instant lastAnswer = Instant.MIN;

  /** At work when the chunk's first mail was answered; 0 before. */
  private int workers;

  private long mailsOfChunk;
  private long nanosOfMails;
  private long nanosWaited;

  /** To one site by one route, one after the other, and not told yet. */
  @Nullable private Ask same;

  private long mailsOfSame;
  private long nanosOfSame;

  WorkMeter(WorkTimes times, Instant now) {
    this.times = times;
    this.begun = now;
  }

  /** The worker had no chunk in hand, and has none yet. */
  void idle(Instant now) {
    begun = now;
  }

  /** It waited since a moment, for a limit's end or a connection. */
  void waited(Instant since, Instant now) {
    nanosWaited += nanos(since, now);
  }

  /**
   * A mail was answered.
   *
   * @param since its permit
   * @return its own time
   */
  Duration answered(Ask ask, Instant since, Instant now) {
    if (workers == 0) {
      workers = times.begins();
    }
    Instant from = since.isBefore(lastAnswer) ? lastAnswer : since;
    long own = nanos(from, now);
    lastAnswer = now;
    if (ask != same && !ask.equals(same)) {
      tellSame();
      same = ask;
    }
    mailsOfChunk++;
    nanosOfMails += own;
    mailsOfSame++;
    nanosOfSame += own;
    return Duration.ofNanos(own);
  }

  /** The chunk is settled and its lane given back. */
  void chunkEnded(Instant now) {
    tellSame();
    if (workers > 0) {
      times.ends();
      times.chunk(
          workers,
          mailsOfChunk,
          nanosOfMails,
          Math.max(0, nanos(begun, now) - nanosOfMails - nanosWaited));
    }
    begun = now;
    workers = 0;
    mailsOfChunk = 0;
    nanosOfMails = 0;
    nanosWaited = 0;
  }

  private void tellSame() {
    if (same != null && mailsOfSame > 0) {
      times.mails(same.site(), same.routeId(), workers, mailsOfSame, nanosOfSame);
    }
    mailsOfSame = 0;
    nanosOfSame = 0;
  }

  /** Clocks are set back, and time is not. */
  private static long nanos(Instant from, Instant to) {
    return to.isAfter(from) ? Duration.between(from, to).toNanos() : 0;
  }
}
