package io.mailwright.operations.timer;

import jakarta.annotation.Nullable;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
  @Resource private ManagedThreadFactory threads;

  private final List<Ticking> parts = new ArrayList<>();
  private final List<ScheduledFuture<?>> running = new ArrayList<>();
  @Nullable private ScheduledExecutorService urgent;

  /** For CDI. */
  protected Ticks() {}

  @Inject
  Ticks(@Any Instance<Ticking> parts) {
    parts.forEach(this.parts::add);
  }

  Ticks(
      Stream<Ticking> parts,
      ManagedScheduledExecutorService scheduler,
      ScheduledExecutorService urgent) {
    parts.forEach(this.parts::add);
    this.scheduler = scheduler;
    this.urgent = urgent;
  }

  /** Starts ticking; once. */
  public void start() {
    if (urgent == null) {
      urgent = Executors.newSingleThreadScheduledExecutor(threads);
    }
    parts.forEach(Ticking::begin);
    parts.forEach(part -> part.ticks().forEach(this::schedule));
  }

  private void schedule(Tick tick) {
    ScheduledFuture<?> future =
        (tick.isUrgent() ? urgent : scheduler)
            .scheduleWithFixedDelay(
                () -> run(tick), tick.seconds(), tick.seconds(), TimeUnit.SECONDS);
    if (!tick.isUrgent()) {
      running.add(future);
    }
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

  /** Lets nothing begin any more but what is urgent: the node is about to stop. */
  public void slow() {
    running.forEach(f -> f.cancel(false));
    running.clear();
  }

  /** Ends the clockwork. */
  public void stop() {
    slow();
    if (urgent != null) {
      urgent.shutdown();
      urgent = null;
    }
    parts.forEach(Ticking::end);
  }
}
