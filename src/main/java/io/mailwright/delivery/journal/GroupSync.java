package io.mailwright.delivery.journal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Brings the notes of all workers to the disk together: one of them does it for all that were
 * written when it began, the others wait. Thread-safe.
 */
final class GroupSync {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition done = lock.newCondition();
  private long written;
  private long onDisk;
  private boolean syncing;
  private IOException failure;

  /**
   * Returns when what the caller has written is on the disk.
   *
   * @param segments what may have been written to
   * @throws IOException if the disk fails; from then on always, for what it has lost nobody knows
   */
  void untilOnDisk(Supplier<List<Segment>> segments) throws IOException {
    lock.lock();
    try {
      long mine = ++written;
      while (onDisk < mine) {
        if (failure != null) {
          throw new IOException("an earlier write did not reach the disk", failure);
        }
        if (syncing) {
          done.awaitUninterruptibly();
        } else {
          syncAll(segments);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void syncAll(Supplier<List<Segment>> segments) throws IOException {
    syncing = true;
    long upTo = written;
    lock.unlock();
    IOException thrown = null;
    try {
      for (Segment segment : segments.get()) {
        segment.sync();
      }
    } catch (IOException e) {
      thrown = e;
    } finally {
      lock.lock();
      syncing = false;
      done.signalAll();
    }
    if (thrown != null) {
      failure = thrown;
      throw thrown;
    }
    onDisk = upTo;
  }
}
