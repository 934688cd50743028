package io.mailwright.routing.quota;

import io.mailwright.routing.scope.NodeSingleton;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Which quotas there are, read again every second. Only who finds it old waits for the database;
 * while that is away the last view stands. Thread-safe.
 */
@NodeSingleton
class QuotaView {
  private static final Logger LOG = Logger.getLogger(QuotaView.class.getName());

  /** Changed limits act within two seconds; the other one is for the answer of the database. */
  private static final long FRESH = QuotaRule.micros(Duration.ofSeconds(1));

  private static final QuotaMeter[] NONE = {};

  private PermitStore store;
  private SteadyTime time;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Seen seen;

  /**
   * What was read.
   *
   * @param oldFrom when it is to be read again: not at once where reading takes long, or somebody
   *     would always wait for it
   * @param meters by meter, in the order in which they are taken from
   * @param known what applies to whom, as it was asked for
   */
  record Seen(long oldFrom, Map<String, QuotaMeter> meters, Map<Subjects, QuotaMeter[]> known) {
    /** The quotas that apply, always in the same order. */
    QuotaMeter[] of(Subjects subjects) {
      return meters.isEmpty() ? NONE : known.computeIfAbsent(subjects, s -> matching(meters, s));
    }
  }

  @Inject
  QuotaView(PermitStore store, SteadyTime time) {
    this.store = store;
    this.time = time;
  }

  /**
   * The quotas that apply, always in the same order.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if they were never read and cannot be
   */
  QuotaMeter[] of(Subjects subjects) {
    return seen().of(subjects);
  }

  /** All there are. */
  List<QuotaMeter> all() {
    return List.copyOf(seen().meters.values());
  }

  /**
   * Reads them now: what was set by this moment holds for the next mail.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if they cannot be read
   */
  void renew() {
    reading.lock();
    try {
      seen = read(seen == null ? Map.of() : seen.meters);
    } finally {
      reading.unlock();
    }
  }

  private static QuotaMeter[] matching(Map<String, QuotaMeter> meters, Subjects subjects) {
    Map<QuotaScope, Set<String>> names = new EnumMap<>(QuotaScope.class);
    List<QuotaMeter> matching = new ArrayList<>();
    for (QuotaMeter meter : meters.values()) {
      AppliedQuota quota = meter.quota();
      if (names.computeIfAbsent(quota.scope(), subjects::of).contains(quota.subject())) {
        matching.add(meter);
      }
    }
    return matching.toArray(NONE);
  }

  /**
   * All as it is known now, for who asks about many.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if they were never read and cannot be
   */
  Seen seen() {
    Seen last = seen;
    if (last == null) {
      return first();
    }
    if (isOld(last) && reading.tryLock()) {
      try {
        if (isOld(seen)) {
          seen = readAgain(seen);
        }
      } finally {
        reading.unlock();
      }
    }
    return seen;
  }

  private boolean isOld(Seen view) {
    return time.micros() >= view.oldFrom;
  }

  private Seen first() {
    reading.lock();
    try {
      if (seen == null) {
        seen = read(Map.of());
      }
      return seen;
    } finally {
      reading.unlock();
    }
  }

  private Seen readAgain(Seen last) {
    try {
      return read(last.meters);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "quotas cannot be read now, the last ones stand: {0}", e.toString());
      return new Seen(time.micros() + FRESH, last.meters, last.known);
    }
  }

  private Seen read(Map<String, QuotaMeter> before) {
    long asked = time.micros();
    Map<String, QuotaMeter> meters = new LinkedHashMap<>();
    for (AppliedQuota quota : store.all()) {
      QuotaMeter meter = before.get(quota.meter());
      if (meter == null) {
        meter = new QuotaMeter(quota, store, time);
      }
      meter.follow(quota);
      meters.put(quota.meter(), meter);
    }
    long answered = time.micros();
    long oldFrom = Math.max(asked + FRESH, answered + (answered - asked));
    return new Seen(oldFrom, meters, new ConcurrentHashMap<>());
  }
}
