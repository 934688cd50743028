package io.mailwright.delivery.send;

import io.mailwright.routing.scope.NodeSingleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What sending takes of workers' time, as it was measured on this node since it started: each mail
 * its own time, by site and route, and each chunk what comes on top. What a limit lets a worker
 * wait is in none of it. Many workers get into each other's way, so few and many are told apart.
 * Recent mails count most. Thread-safe.
 */
@NodeSingleton
public class WorkTimes {
  /** Fewer say nothing. */
  private static final int ENOUGH_MAILS = 20;

  private static final int ENOUGH_CHUNKS = 5;

  /** When so many were counted, all count half. */
  private static final int MANY_MAILS = 4000;

  private static final int MANY_CHUNKS = 200;

  /** Small sites may be very many. */
  private static final int MOST_SITES = 5000;

  /** One worker, 2 and 3, 4 to 7 and so on. */
  private static final int CROWDS = 8;

  private final AtomicInteger atWork = new AtomicInteger();
  private final Crowd[] crowds =
      IntStream.range(0, CROWDS).mapToObj(n -> new Crowd()).toArray(Crowd[]::new);

  private record Key(String site, long routeId) {}

  /** What was measured while about so many workers were at work. */
  private static final class Crowd {
    private final Map<Key, Mean> ofSites = new ConcurrentHashMap<>();
    private final Mean ofAll = new Mean();
    private final ChunkLine chunks = new ChunkLine(MANY_CHUNKS);

    void add(Key key, long mails, long nanos) {
      Mean mean = ofSites.get(key);
      if (mean == null && ofSites.size() < MOST_SITES) {
        mean = ofSites.computeIfAbsent(key, k -> new Mean());
      }
      if (mean != null) {
        mean.add(mails, nanos);
      }
    }

    Optional<Duration> ofMail(Key key) {
      Mean mean = ofSites.get(key);
      return mean == null ? Optional.empty() : mean.told();
    }
  }

  private static final class Mean {
    private double mails;
    private double nanos;

    synchronized void add(long more, long took) {
      if (mails >= MANY_MAILS) {
        mails /= 2;
        nanos /= 2;
      }
      mails += more;
      nanos += took;
    }

    synchronized Optional<Duration> told() {
      return mails < ENOUGH_MAILS
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(Math.round(nanos / mails)));
    }
  }

  /**
   * What a chunk takes beside its mails' own time: to claim, connect, make, record.
   *
   * @param each whatever its size
   * @param mail for each of its mails
   */
  public record ChunkCost(Duration each, Duration mail) {
    /** For each mail of a chunk of so many. */
    public Duration ofMail(int chunk) {
      return mail.plus(each.dividedBy(chunk));
    }
  }

  /**
   * How long a mail keeps a worker: from when the mail before was answered, or from its permit if
   * that is later, to its answer. Mails overlap on a connection, so this is less than a latency.
   *
   * @param workers how many are at work, 1 or more: what was measured with about so many is told
   * @return empty if too few were sent
   */
  public Optional<Duration> ofMail(String site, long routeId, int workers) {
    Key key = new Key(site, routeId);
    return nearest(workers, crowd -> crowd.ofMail(key));
  }

  /** The same of all mails to whatever sites. */
  public Optional<Duration> ofAnyMail(int workers) {
    return nearest(workers, crowd -> crowd.ofAll.told());
  }

  /** What chunks cost while about so many are at work; empty if there were too few. */
  public Optional<ChunkCost> ofChunk(int workers) {
    return nearest(workers, crowd -> crowd.chunks.told(ENOUGH_CHUNKS));
  }

  private <T> Optional<T> nearest(int workers, Function<Crowd, Optional<T>> what) {
    int wanted = crowdOf(workers);
    Optional<T> found = what.apply(crowds[wanted]);
    for (int away = 1; away < CROWDS && found.isEmpty(); away++) {
      int fewer = wanted - away;
      int more = wanted + away;
      found = fewer >= 0 ? what.apply(crowds[fewer]) : found;
      found = found.isEmpty() && more < CROWDS ? what.apply(crowds[more]) : found;
    }
    return found;
  }

  private static int crowdOf(int workers) {
    return Math.min(CROWDS - 1, 31 - Integer.numberOfLeadingZeros(Math.max(1, workers)));
  }

  /**
   * A worker begins a chunk.
   *
   * @return how many are at work now, to be told with what is measured
   */
  public int begins() {
    return atWork.incrementAndGet();
  }

  /** It has ended. */
  public void ends() {
    atWork.decrementAndGet();
  }

  /** So many mails in a row took so long. */
  public void mails(String site, long routeId, int workers, long mails, long nanos) {
    crowds[crowdOf(workers)].add(new Key(site, routeId), mails, nanos);
  }

  /** The mails of a chunk took so long, and the chunk so much more. */
  public void chunk(int workers, long mails, long nanosOfMails, long more) {
    Crowd crowd = crowds[crowdOf(workers)];
    crowd.ofAll.add(mails, nanosOfMails);
    crowd.chunks.add(mails, more);
  }
}
