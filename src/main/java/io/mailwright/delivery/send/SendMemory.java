package io.mailwright.delivery.send;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that all workers of this node may fill with claimed recipients and made mails: a
 * worker takes a share before it claims and gives it back with the lane. So large mails, a slow
 * server or many campaigns slow the claims and never fill the heap. Thread-safe.
 */
public final class SendMemory {
  /**
   * A worker's share in octets: a megabyte of attributes as read, as much of them taken apart, and
   * a megabyte of characters of made mails.
   */
  private static final long SHARE = 4L << 20;

  private final Semaphore shares;

  /**
   * @param octets in all; at least one worker can always go on
   */
  SendMemory(long octets) {
    this.shares = new Semaphore((int) Math.max(1, Math.min(octets / SHARE, Integer.MAX_VALUE)));
  }

  /** A third of what this process may use. */
  public static SendMemory ofThisProcess() {
    return new SendMemory(Runtime.getRuntime().maxMemory() / 3);
  }

  /**
   * Takes a share.
   *
   * @return whether one came free in time
   */
  boolean take(Duration patience) throws InterruptedException {
    return shares.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Gives a share back. */
  void giveBack() {
    shares.release();
  }

  /** Whether a worker waits for its share. */
  boolean isWaitedFor() {
    return shares.hasQueuedThreads();
  }
}
