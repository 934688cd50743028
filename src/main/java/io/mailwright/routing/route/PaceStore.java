package io.mailwright.routing.route;

import java.util.HashMap;
import java.util.Map;

/** Where nodes agree who has which moments. Times are microseconds since 1970. Thread-safe. */
interface PaceStore {
  /** Before all moments. */
  long NEVER = Long.MIN_VALUE / 2;

  /** No block reaches so far ahead: a clock was set back. */
  long TOO_FAR_AHEAD = 60_000_000;

  /**
   * A node wants moments.
   *
   * @param key whose interval it is
   * @param at the first moment that is of use, now or later
   * @param interval between two moments
   * @param slots how many moments, 1 or more
   * @param own the end of the node's last block, or {@link #NEVER}
   * @param used the last moment of that block that was used, or the last one before it
   * @param latestStart a block that would begin later is not taken
   */
  record Wish(
      String key,
      long now,
      long at,
      long interval,
      long slots,
      long own,
      long used,
      long latestStart) {
    /** What this wish gets where that is the end of the last block of all. */
    Block after(long latest) {
      long before = latest == own ? used : latest;
      if (before > now + TOO_FAR_AHEAD) {
        before = now;
      }
      long first = Math.max(at, before + interval);
      return first > latestStart
          ? new Block(false, before, before)
          : new Block(true, before, first + (slots - 1) * interval);
    }
  }

  /**
   * The time until and with {@code until}, for one node alone.
   *
   * @param isTaken false: the next moment is not near enough
   * @param before the last moment that was another's
   * @param until the end of the last block of all from now on; that of this one, if it is taken
   */
  record Block(boolean isTaken, long before, long until) {}

  /**
   * Takes a block.
   *
   * @throws io.mailwright.kernel.db.DatabaseException if it cannot be asked; nothing was taken
   */
  Block lease(Wish wish);

  /** One that is this object's alone. */
  static PaceStore inMemory() {
    Map<String, Long> latest = new HashMap<>();
    return wish -> {
      synchronized (latest) {
        Block block = wish.after(latest.getOrDefault(wish.key(), NEVER));
        latest.put(wish.key(), block.until());
        return block;
      }
    };
  }
}
