package io.mailwright.delivery.send;

import io.mailwright.delivery.courier.KillSwitch;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.kernel.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * What can end a run from outside: a stop, or the loss of its lease. Workers ask before every mail,
 * are woken when they wait, and are cut off from a server before the dot.
 *
 * <p>Thread-safe.
 */
public final class RunControl {
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final long campaignId;
  private final LongSupplier nanoTime;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<KillSwitch> killSwitches = ConcurrentHashMap.newKeySet();
  private volatile Lease lease;
  private volatile long leaseEndsNanos;
  private long wakeUps;
  private volatile boolean stopped;
  private volatile boolean lost;

  /**
   * @param lease the campaign's lease
   * @param length how long it is held from now
   * @param nanoTime the monotonic clock
   * @param clock the wall clock
   */
  public RunControl(
      long campaignId, Lease lease, Duration length, LongSupplier nanoTime, Clock clock) {
    this.campaignId = campaignId;
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.lease = lease;
    this.leaseEndsNanos = nanoTime.getAsLong() + length.toNanos();
  }

  /** Whose run it is. */
  public long campaignId() {
    return campaignId;
  }

  /** The lease as last renewed. */
  public Lease lease() {
    return lease;
  }

  /** The fence every claim of this run carries. */
  public long fence() {
    return lease.fence();
  }

  /**
   * The lease was renewed.
   *
   * @param askedAtNanos the monotonic time before the renewal was asked for
   */
  public void renewed(Lease renewed, long askedAtNanos, Duration length) {
    lease = renewed;
    leaseEndsNanos = askedAtNanos + length.toNanos();
    wake();
  }

  /** Asks the workers to stop: no further mail is begun. */
  public void stop() {
    stopped = true;
    end();
  }

  /** The lease was taken over: nothing may be sent or written any more. */
  public void lose() {
    lost = true;
    end();
  }

  private void end() {
    wake();
    killSwitches.forEach(KillSwitch::pull);
  }

  /** The end of the run pulls this switch, at once if it is over already. */
  public void pullsAtEnd(KillSwitch killSwitch) {
    killSwitches.add(killSwitch);
    if (isOver()) {
      killSwitch.pull();
    }
  }

  /** Whether a person or the server's end asked to stop. */
  public boolean isStopped() {
    return stopped;
  }

  /** Whether the lease is gone by what was heard, or by either clock. */
  public boolean isLeaseLost() {
    return lost || isExpired();
  }

  /** A machine that slept stops the monotonic clock, one whose time is set the other. */
  private boolean isExpired() {
    return nanoTime.getAsLong() - leaseEndsNanos > 0 || clock.instant().isAfter(lease.until());
  }

  /** Whether it ends for good: stopped, or taken over by another. */
  public boolean isOver() {
    return stopped || lost;
  }

  /**
   * Waits, no longer than {@link Database#LONGEST_OUTAGE}, while the lease is over but may still be
   * renewed: the database was away, and nobody took over.
   *
   * @return whether another mail may be begun
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitRenewal() throws InterruptedException {
    long end = nanoTime.getAsLong() + Database.LONGEST_OUTAGE.toNanos();
    lock.lock();
    try {
      long left = Database.LONGEST_OUTAGE.toNanos();
      while (left > 0 && !isOver() && isExpired()) {
        changed.awaitNanos(Math.min(left, LOOK_NANOS));
        left = end - nanoTime.getAsLong();
      }
    } finally {
      lock.unlock();
    }
    return mayGoOn();
  }

  /**
   * Waits even while the lease is over, but not once the run is.
   *
   * @return whether the run goes on
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean rest(Duration time) throws InterruptedException {
    long end = nanoTime.getAsLong() + time.toNanos();
    lock.lock();
    try {
      long left = time.toNanos();
      while (left > 0 && !isOver()) {
        changed.awaitNanos(left);
        left = end - nanoTime.getAsLong();
      }
    } finally {
      lock.unlock();
    }
    return !isOver();
  }

  /** Whether another mail may be begun. */
  public boolean mayGoOn() {
    return !stopped && !isLeaseLost();
  }

  /** Wakes whoever waits: a lane became ready, or the run ends. */
  public void wake() {
    lock.lock();
    try {
      wakeUps++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits, but no longer than until it is woken or must end.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void await(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long woken = wakeUps;
      long left = atMost.toNanos();
      while (left > 0 && wakeUps == woken && mayGoOn()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits the whole time unless the run must end.
   *
   * @return whether the time is over and the run goes on
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean pauseFor(Duration time) throws InterruptedException {
    long end = nanoTime.getAsLong() + time.toNanos();
    lock.lock();
    try {
      long left = end - nanoTime.getAsLong();
      while (left > 0 && mayGoOn()) {
        left = Math.min(changed.awaitNanos(left), end - nanoTime.getAsLong());
      }
    } finally {
      lock.unlock();
    }
    return mayGoOn();
  }
}
