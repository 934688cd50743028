package io.mailwright.routing.site;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks DNS for a domain's mail exchangers. */
public interface MxLookup {
  /** How long a look-up may take at most. */
  Duration LONGEST = Duration.ofSeconds(3);

  /**
   * Asks without waiting. Thread-safe.
   *
   * @param domain lower-case A-labels
   * @return what was found within {@link #LONGEST}; always completes, never exceptionally
   */
  CompletableFuture<MxAnswer> find(String domain);
}
