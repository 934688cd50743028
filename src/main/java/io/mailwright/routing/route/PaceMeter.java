package io.mailwright.routing.route;

/**
 * The moments of one interval as this node has them: a block of time that no other node uses, of
 * about a second, out of which it takes one moment after the other. A block grows while all of it
 * is used, so that small intervals cost a statement a second, and a node with few mails does not
 * keep moments from another.
 *
 * <p>Not thread-safe: {@link Pace} locks it. Times are microseconds since 1970.
 */
final class PaceMeter {
  private static final long BLOCK = 1_000_000;

  /** By so much a block grows if there was not enough. */
  private static final long REFUSED = 4;

  private final String key;
  private final PaceStore store;
  private long own = PaceStore.NEVER;

  /** The last moment in use: of this node, or of another before its block. */
  private long used = PaceStore.NEVER;

  private long usedBefore = PaceStore.NEVER;
  private long slots = 1;
  private long taken;

  /** Mails had to wait since the last block. */
  private boolean isRefused;

  PaceMeter(String key, PaceStore store) {
    this.key = key;
    this.store = store;
  }

  /** The first moment from {@code at} on, as far as is known without asking. */
  long known(long at, long interval) {
    return interval == 0 ? at : Math.max(at, used + interval);
  }

  /**
   * The first moment from {@code at} on. If it is not later than {@code latestStart}, it is in this
   * node's block.
   */
  long earliest(long now, long at, long interval, long latestStart) {
    long first = known(at, interval);
    if (interval == 0 || first <= own) {
      return first;
    }
    if (first > latestStart) {
      isRefused = true;
      return first;
    }
    long wanted = wanted(interval);
    PaceStore.Block block =
        store.lease(new PaceStore.Wish(key, now, first, interval, wanted, own, used, latestStart));
    used = block.before();
    usedBefore = used;
    own = PaceStore.NEVER;
    if (block.isTaken()) {
      own = block.until();
      slots = wanted;
      taken = 0;
      isRefused = false;
    }
    return known(first, interval);
  }

  private long wanted(long interval) {
    long needed = taken < slots ? taken + 1 : 2 * slots;
    return Math.min(Math.max(1, BLOCK / interval), isRefused ? REFUSED * needed : needed);
  }

  /** Uses a moment of the block. */
  void take(long at, long interval) {
    if (interval > 0) {
      usedBefore = used;
      used = at;
      taken++;
    }
  }

  /** A moment was not used; it is lost if a later one was taken. */
  void giveBack(long at) {
    if (used == at) {
      used = usedBefore;
      taken--;
    }
  }

  /** What was used too far ahead was used before the clock was set back. */
  void heedSetBack(long now) {
    if (used > now + PaceStore.TOO_FAR_AHEAD) {
      used = now;
      usedBefore = now;
      own = PaceStore.NEVER;
    }
  }
}
