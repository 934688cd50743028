package io.mailwright.routing.route;

import io.mailwright.kernel.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The sending workers of this node, all campaigns together. Thread-safe. */
@ApplicationScoped
public class WorkerSeats {
  private int free;

  WorkerSeats() {}

  /** For injection. */
  @Inject
  public WorkerSeats(Settings settings) {
    this.free = settings.workers();
  }

  /**
   * Takes up to so many seats; at least one, even when all are taken, so that no campaign waits
   * unseen.
   *
   * @return how many were taken, 1 or more
   */
  public synchronized int take(int wanted) {
    int taken = Math.max(1, Math.min(wanted, free));
    free -= taken;
    return taken;
  }

  /** Gives seats back. */
  public synchronized void giveBack(int seats) {
    free += seats;
  }
}
