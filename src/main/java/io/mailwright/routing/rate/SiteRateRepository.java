package io.mailwright.routing.rate;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Keeps what sites told of how much they take. Thread-safe; each call is one transaction. */
public interface SiteRateRepository {
  /** Stores, in place of what was stored of the same sites and routes. */
  void store(Collection<LearnedRate> rates);

  /** All that is stored and was used since. */
  List<LearnedRate> usedSince(Instant time);

  /** Deletes what was not used since. */
  void forgetUnusedSince(Instant time);
}
