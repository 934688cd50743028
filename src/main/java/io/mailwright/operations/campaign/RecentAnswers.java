package io.mailwright.operations.campaign;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/**
 * Answers about campaigns that are good for two seconds, however many pages ask. Thread-safe.
 *
 * @param <T> the answer
 */
final class RecentAnswers<T> {
  private static final Duration GOOD_FOR = Duration.ofSeconds(2);
  private static final int MOST_KEPT = 1000;

  private final Clock clock;
  private final Map<Long, Answer<T>> answers = new ConcurrentHashMap<>();

  private record Answer<T>(Instant at, T value) {}

  RecentAnswers(Clock clock) {
    this.clock = clock;
  }

  T of(long campaignId, LongFunction<T> asked) {
    Instant now = clock.instant();
    Answer<T> known = answers.get(campaignId);
    if (known != null && now.isBefore(known.at().plus(GOOD_FOR))) {
      return known.value();
    }
    T value = asked.apply(campaignId);
    keep(campaignId, now, value);
    return value;
  }

  /** An answer that was found by the way. */
  void keep(long campaignId, T value) {
    keep(campaignId, clock.instant(), value);
  }

  private void keep(long campaignId, Instant at, T value) {
    if (answers.size() >= MOST_KEPT) {
      answers.clear();
    }
    answers.put(campaignId, new Answer<>(at, value));
  }

  void forget(long campaignId) {
    answers.remove(campaignId);
  }
}
