package io.mailwright.runtime.launcher;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Says in one line why the start failed. A signal while the server boots is found out by two
 * threads at the same time, and once is enough. Thread-safe.
 */
final class FailureLine {
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final Consumer<String> output;

  FailureLine(Consumer<String> output) {
    this.output = output;
  }

  /** Says it, unless another has failed before or the start is over. */
  void say(Supplier<StartFailure> failure) {
    if (isOver.compareAndSet(false, true)) {
      output.accept(failure.get().line());
    }
  }

  /** The product runs: whatever ends it later is no failed start. */
  void startIsOver() {
    isOver.set(true);
  }
}
