package io.mailwright.operations.timer;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The node's clockwork. Every node ticks; the database arbitrates what is done once: leases for
 * runs, conditional updates for schedules.
 */
@ApplicationScoped
public class Ticks {
  private static final Logger LOG = Logger.getLogger(Ticks.class.getName());

  @Resource private ManagedScheduledExecutorService scheduler;

  private final List<Ticking> parts = new ArrayList<>();
  private final List<ScheduledFuture<?>> running = new ArrayList<>();

  /** For CDI. */
  protected Ticks() {}

  @Inject
  Ticks(@Any Instance<Ticking> parts) {
    parts.forEach(this.parts::add);
  }

  Ticks(Stream<Ticking> parts, ManagedScheduledExecutorService scheduler) {
    parts.forEach(this.parts::add);
    this.scheduler = scheduler;
  }

  /** Starts ticking; once. */
  public void start() {
    parts.forEach(Ticking::begin);
    parts.forEach(part -> part.ticks().forEach(this::schedule));
  }

  private void schedule(Tick tick) {
    running.add(
        scheduler.scheduleWithFixedDelay(
            () -> run(tick), tick.seconds(), tick.seconds(), TimeUnit.SECONDS));
  }

  private static void run(Tick tick) {
    try {
      tick.work().run();
    } catch (RuntimeException e) {
      // A tick that throws would never come again; the next one tries anew.
      LOG.log(
          Level.WARNING,
          e,
          () -> tick.what() + " failed; it is tried again in " + tick.seconds() + " s");
    }
  }

  /** Ends the clockwork. */
  public void stop() {
    running.forEach(f -> f.cancel(false));
    running.clear();
    parts.forEach(Ticking::end);
  }
}
