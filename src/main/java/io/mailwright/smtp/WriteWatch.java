package io.mailwright.smtp;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Cuts connections whose server does not read: a blocking write has no time-out of its own. One
 * look a second at all connections, since an alarm a write costs more than the write. Thread-safe.
 */
final class WriteWatch {
  private static final long LOOK_MILLIS = 1_000;

  private final Set<GuardedOutput> outputs = ConcurrentHashMap.newKeySet();

  /**
   * @param clock where the looks are taken; not shut down here
   */
  WriteWatch(ScheduledExecutorService clock) {
    clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(GuardedOutput output) {
    outputs.add(output);
  }

  void remove(GuardedOutput output) {
    outputs.remove(output);
  }

  private void look() {
    long now = System.nanoTime();
    outputs.forEach(output -> output.cutIfStuck(now));
  }
}
