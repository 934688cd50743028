package io.mailwright.feedback.reader;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds mails whose links are followed faster than a person does: two within a second, or three
 * within {@link #LOOK}. To be asked of a visit when all that came within that time after it are
 * known. Not thread-safe.
 */
final class ClickBursts {
  /** How far it looks around a visit. */
  static final Duration LOOK = Duration.ofSeconds(3);

  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final Map<Long, Deque<ReaderVisit>> clicks = new HashMap<>();

  void note(ReaderVisit visit) {
    if (visit.isClick()) {
      clicks.computeIfAbsent(visit.deliveryId(), id -> new ArrayDeque<>(2)).add(visit);
    }
  }

  boolean hold(ReaderVisit visit) {
    return visit.isClick() && (linksAround(visit, AT_ONCE) >= 2 || linksAround(visit, LOOK) >= 3);
  }

  private int linksAround(ReaderVisit visit, Duration look) {
    Set<Integer> links = new HashSet<>();
    for (ReaderVisit other : clicks.getOrDefault(visit.deliveryId(), new ArrayDeque<>())) {
      if (Duration.between(visit.at(), other.at()).abs().compareTo(look) <= 0) {
        links.add(other.link());
      }
    }
    return links.size();
  }

  /** Forgets what no visit from this time on is near to. */
  void forgetBefore(Instant earliest) {
    Instant nearest = earliest.minus(LOOK);
    clicks
        .values()
        .removeIf(
            visits -> {
              visits.removeIf(visit -> visit.at().isBefore(nearest));
              return visits.isEmpty();
            });
  }
}
