package io.mailwright.feedback.reader;

import io.mailwright.feedback.link.ReaderToken;
import io.mailwright.kernel.secret.DerivedKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes what readers do, at once and in memory, and writes it later: each visit waits {@link
 * ClickBursts#LOOK}, so that it is known what else happened around it. What comes while nothing can
 * be written and all places are taken is counted as lost. A process that is killed loses what
 * waits. Thread-safe.
 */
@ApplicationScoped
public class ReaderVisits {
  private static final Logger LOG = Logger.getLogger(ReaderVisits.class.getName());

  /** Visits that may wait to be looked at, and as many again to be written. */
  static final int PLACES = 50_000;

  /** Visits a transaction: on the embedded database nobody else writes meanwhile. */
  static final int BATCH = 500;

  /** Who follows a link so soon after the sending has not read the mail. */
  private static final Duration TOO_SOON = Duration.ofSeconds(5);

  private final BlockingQueue<ReaderVisit> arrived = new ArrayBlockingQueue<>(PLACES);
  private final Map<Long, Long> lost = new ConcurrentHashMap<>();
  private final Deque<ReaderVisit> waiting = new ArrayDeque<>();
  private final ClickBursts bursts = new ClickBursts();
  private EngagementStore engagement;
  private ReaderTrace trace;
  private Clock clock;

  ReaderVisits() {}

  /** For injection and tests. */
  @Inject
  public ReaderVisits(EngagementStore engagement, DerivedKeys keys, Clock clock) {
    this.engagement = engagement;
    this.trace = new ReaderTrace(keys);
    this.clock = clock;
  }

  /** Takes note of a visit; waits for nothing. */
  public void take(ReaderToken token, ReaderRequest request) {
    if (token.deliveryId() == 0) {
      return;
    }
    Instant now = clock.instant();
    boolean isSoon = now.isBefore(token.sentAt().plus(TOO_SOON));
    ReaderVisit visit =
        new ReaderVisit(
            token.campaignId(),
            token.deliveryId(),
            token.link(),
            now,
            request.signs() | (isSoon ? MachineSign.TOO_SOON.bit() : 0),
            token.isPrivate() ? Optional.empty() : Optional.of(trace.of(request)));
    if (!arrived.offer(visit)) {
      lost.merge(visit.campaignId(), 1L, Long::sum);
    }
  }

  /**
   * Writes what has waited long enough; called every second. What cannot be written waits on.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if the database is away
   */
  public void write() {
    write(clock.instant().minus(ClickBursts.LOOK));
  }

  /** Writes all that waits; at the end. */
  public void drain() {
    write(Instant.MAX);
  }

  private synchronized void write(Instant until) {
    do {
      look();
      writeBatches(until);
    } while (!arrived.isEmpty() && waiting.size() < PLACES);
    bursts.forgetBefore(waiting.isEmpty() ? clock.instant() : waiting.peekFirst().at());
    tellLost();
  }

  private void look() {
    List<ReaderVisit> fresh = new ArrayList<>();
    arrived.drainTo(fresh, PLACES - waiting.size());
    fresh.forEach(bursts::note);
    waiting.addAll(fresh);
  }

  private void writeBatches(Instant until) {
    List<ReaderVisit> batch = next(until);
    while (!batch.isEmpty()) {
      engagement.add(batch);
      batch.forEach(written -> waiting.removeFirst());
      batch = next(until);
    }
  }

  private List<ReaderVisit> next(Instant until) {
    List<ReaderVisit> batch = new ArrayList<>(BATCH);
    for (ReaderVisit visit : waiting) {
      if (batch.size() == BATCH || visit.at().isAfter(until)) {
        break;
      }
      batch.add(bursts.hold(visit) ? visit.with(MachineSign.ALL_AT_ONCE) : visit);
    }
    return batch;
  }

  private void tellLost() {
    for (Long campaignId : List.copyOf(lost.keySet())) {
      long events = lost.getOrDefault(campaignId, 0L);
      engagement.addLost(campaignId, events);
      lost.computeIfPresent(campaignId, (id, now) -> now == events ? null : now - events);
      LOG.log(
          Level.WARNING,
          "{0} opens and clicks of campaign {1} came faster than they could be stored, and are in"
              + " no count",
          new Object[] {events, campaignId});
    }
  }
}
