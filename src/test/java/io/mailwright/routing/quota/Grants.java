package io.mailwright.routing.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The moments at which mails were let go, of all nodes together. Thread-safe. */
final class Grants {
  private final List<Instant> moments = Collections.synchronizedList(new ArrayList<>());

  void add(Instant moment) {
    moments.add(moment);
  }

  int count() {
    return moments.size();
  }

  long countIn(Instant from, Instant until) {
    return List.copyOf(moments).stream()
        .filter(m -> !m.isBefore(from) && m.isBefore(until))
        .count();
  }

  /** Looks at every window of the length, wherever it begins. */
  void assertNeverOver(long limit, Duration window) {
    assertNeverOver(limit, window, Instant.MIN);
  }

  /** As above, of those from a moment on. */
  void assertNeverOver(long limit, Duration window, Instant from) {
    List<Instant> log =
        List.copyOf(moments).stream().filter(m -> !m.isBefore(from)).sorted().toList();
    for (int first = 0; first + limit < log.size(); first++) {
      assertThat(Duration.between(log.get(first), log.get(first + (int) limit)))
          .as("time that %s mails take from number %s on", limit + 1, first)
          .isGreaterThanOrEqualTo(window);
    }
  }

  /** How many went between one local time of day and the next, by the moment it began. */
  Map<Instant, Long> byDay(DailyReset reset) {
    Map<Instant, Long> days = new TreeMap<>();
    for (Instant moment : List.copyOf(moments)) {
      days.merge(beginOfDay(moment, reset), 1L, Long::sum);
    }
    return days;
  }

  /** Another way to it than the product's: hour by hour back. */
  private static Instant beginOfDay(Instant moment, DailyReset reset) {
    ZoneId zone = reset.zone();
    Instant minute = moment.truncatedTo(ChronoUnit.MINUTES);
    while (!minute.atZone(zone).toLocalTime().equals(reset.at())) {
      minute = minute.minusSeconds(60);
    }
    return minute;
  }
}
