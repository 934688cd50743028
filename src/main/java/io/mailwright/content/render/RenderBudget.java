package io.mailwright.content.render;

import java.util.function.LongSupplier;

/** What one rendering of one part has left. Not thread-safe: each rendering has its own. */
final class RenderBudget {
  /** Reading the clock costs more than a loop round, so it is read at every 16th. */
  private static final int ROUNDS_PER_LOOK = 16;

  private final RenderLimits limits;
  private final LongSupplier nanoTime;
  private final long startedAt;
  private int rounds;

  RenderBudget(RenderLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.startedAt = nanoTime.getAsLong();
  }

  /** Takes one block entry or loop round. */
  void enter() {
    if (++rounds > limits.iterations()) {
      throw new LimitExceeded(
          "it takes more than "
              + limits.iterations()
              + " loop rounds. Remove nested {{#each}} blocks.");
    }
    if (rounds % ROUNDS_PER_LOOK == 0
        && nanoTime.getAsLong() - startedAt > limits.time().toNanos()) {
      throw new LimitExceeded(
          "it takes longer than " + limits.time().toMillis() + " ms. Simplify the template.");
    }
  }

  int outputChars() {
    return limits.outputChars();
  }
}
