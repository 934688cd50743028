package io.mailwright.sandbox;

/** Bounds the memory of mails that are just coming in, over all connections. Thread-safe. */
final class ReceiveBudget {
  private final long limit;
  private long taken;

  /**
   * @param limit the most bytes that may be held at a time
   */
  ReceiveBudget(long limit) {
    this.limit = limit;
  }

  /** Takes bytes if there are enough; answers whether it did. */
  synchronized boolean take(int bytes) {
    if (taken + bytes > limit) {
      return false;
    }
    taken += bytes;
    return true;
  }

  /** Gives back what was taken. */
  synchronized void giveBack(long bytes) {
    taken -= bytes;
  }
}
