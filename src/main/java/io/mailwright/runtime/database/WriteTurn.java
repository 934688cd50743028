package io.mailwright.runtime.database;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Whose turn it is to change an embedded database. A turn belongs to a thread, which may have it
 * for several connections at once, and lasts until the last of their transactions has ended. The
 * order is that of asking. Thread-safe.
 */
final class WriteTurn {
  /** As H2 says it when a lock is not to be had in time. */
  private static final String LOCK_TIMEOUT_STATE = "HYT00";

  private static final int LOCK_TIMEOUT_CODE = 50200;

  private final Semaphore free = new Semaphore(1, true);
  private final Duration patience;
  private volatile Thread owner;
  private int held;

  /**
   * @param patience how long a thread waits for its turn
   */
  WriteTurn(Duration patience) {
    this.patience = patience;
  }

  /**
   * Takes the turn, or once more what this thread has already. Each is given back by {@link
   * #release()}.
   *
   * @throws SQLException if another thread keeps it for longer than the patience, or this one is
   *     interrupted while it waits
   */
  void take() throws SQLException {
    Thread me = Thread.currentThread();
    if (owner == me) {
      again();
      return;
    }
    Thread other = owner;
    try {
      if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SQLTransientException(
            "another transaction has been changing the embedded database for "
                + patience.toSeconds()
                + " s"
                + (other == null ? "" : ": that of thread " + other.getName()),
            LOCK_TIMEOUT_STATE,
            LOCK_TIMEOUT_CODE);
      }
    } catch (InterruptedException e) {
      me.interrupt();
      throw new SQLTransientException(
          "interrupted while waiting to change the embedded database",
          LOCK_TIMEOUT_STATE,
          LOCK_TIMEOUT_CODE,
          e);
    }
    owner = me;
    again();
  }

  /** Whether a thread waits for it. */
  boolean isWaitedFor() {
    return free.hasQueuedThreads();
  }

  private synchronized void again() {
    held++;
  }

  /** Gives back what was taken once; from any thread, since a time-out ends transactions too. */
  synchronized void release() {
    held--;
    if (held == 0) {
      owner = null;
      free.release();
    }
  }
}
