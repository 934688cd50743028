package io.mailwright.routing.route;

import jakarta.annotation.Nullable;
import java.util.Optional;

/**
 * The moments of one interval as this node has them: a block of time that no other node uses, of
 * about a second, out of which it takes one moment after the other. A block grows while all of it
 * is used, so that small intervals cost a statement a second, and a node with few mails does not
 * keep moments from another. While mails wait, the next block is asked for before this one ends, so
 * that no moment passes while the database answers.
 *
 * <p>Not thread-safe: {@link Pace} locks it. Times are microseconds since 1970.
 */
final class PaceMeter {
  /** A block is asked for so long before it begins, and no earlier: the database may be slow. */
  static final long AHEAD = 500_000;

  private static final long BLOCK = 1_000_000;

  /** Who sends after so long without a mail begins a new row. */
  private static final long ROW_ENDS = 1_000_000;

  /** By so much a block grows if there was not enough. */
  private static final long REFUSED = 4;

  /** When to look again whether the block is there that somebody asks for. */
  private static final long IN_A_MOMENT = 5_000;

  private final String key;
  private final PaceStore store;
  private long own = PaceStore.NEVER;

  /** The last moment in use: of this node, or of another before its block. */
  private long used = PaceStore.NEVER;

  private long usedBefore = PaceStore.NEVER;

  /** The moment that was taken last, and whether it began a row. */
  private long last = PaceStore.NEVER;

  private boolean isFirst;
  private long slots = 1;
  private long taken;

  /** Mails had to wait since the last block. */
  private boolean isRefused;

  /** What comes after this node's block: its next one, or another's. */
  @Nullable private PaceStore.Block following;

  private long followingSlots;
  private boolean isAsking;

  PaceMeter(String key, PaceStore store) {
    this.key = key;
    this.store = store;
  }

  /** The first moment from {@code at} on, as far as is known without asking. */
  long known(long at, long interval) {
    if (interval == 0) {
      return at;
    }
    long first = Math.max(at, used + interval);
    return first > own && following != null
        ? Math.max(first, following.before() + interval)
        : first;
  }

  /** Whether a moment is in what this node has. */
  boolean has(long at, long interval) {
    return interval == 0
        || at <= own
        || (following != null && following.isTaken() && at <= following.until());
  }

  /**
   * The first moment from {@code at} on. If it is not later than {@code latestStart}, it is in this
   * node's block.
   */
  long earliest(long now, long at, long interval, long latestStart) {
    if (interval == 0) {
      return at;
    }
    if (Math.max(at, used + interval) > own && following != null) {
      goOn(following);
    }
    long first = known(at, interval);
    if (first <= own) {
      return first;
    }
    if (first > latestStart) {
      isRefused = true;
      return first;
    }
    if (isAsking) {
      return latestStart + IN_A_MOMENT;
    }
    long wanted = wanted(interval);
    followingSlots = wanted;
    goOn(
        store.lease(new PaceStore.Wish(key, now, first, interval, wanted, own, used, latestStart)));
    return known(first, interval);
  }

  private void goOn(PaceStore.Block block) {
    used = block.before();
    usedBefore = used;
    last = PaceStore.NEVER;
    own = PaceStore.NEVER;
    following = null;
    if (block.isTaken()) {
      own = block.until();
      slots = followingSlots;
      taken = 0;
      isRefused = false;
    }
  }

  private long wanted(long interval) {
    long needed = taken + left(interval) < slots ? taken + 1 : 2 * slots;
    return Math.min(Math.max(1, BLOCK / interval), isRefused ? REFUSED * needed : needed);
  }

  /** Moments of the block that are not used yet. */
  private long left(long interval) {
    return Math.max(0, (own - used) / interval);
  }

  /**
   * A mail has to wait: what to ask the store for meanwhile, if what is known ends soon. The answer
   * goes to {@link #answered}, or {@link #notAnswered} is to be called.
   */
  Optional<PaceStore.Wish> wishAhead(long now, long interval) {
    boolean isInUse = interval > 0 && used + interval > now;
    if (!isInUse || isAsking || (following != null && following.isTaken())) {
      return Optional.empty();
    }
    long end = following != null ? following.until() : Math.max(own, used);
    if (end + interval > now + AHEAD) {
      return Optional.empty();
    }
    isAsking = true;
    isRefused = true;
    followingSlots = wanted(interval);
    return Optional.of(
        new PaceStore.Wish(
            key,
            now,
            end + interval,
            interval,
            followingSlots,
            own,
            Math.max(own, used),
            now + AHEAD));
  }

  /** What the store said to the wish. */
  void answered(PaceStore.Block block, long interval) {
    isAsking = false;
    if (block.isTaken() && block.before() == own) {
      slots = left(interval) + followingSlots;
      taken = 0;
      own = block.until();
      isRefused = false;
    } else {
      following = block;
    }
  }

  /** The store could not be asked. */
  void notAnswered() {
    isAsking = false;
  }

  /** Uses a moment of the block. */
  void take(long at, long interval) {
    if (interval > 0) {
      isFirst = at - used > interval + ROW_ENDS;
      usedBefore = used;
      used = at;
      last = at;
      taken++;
    }
  }

  /** A moment was not used; it is lost if a later one was taken. */
  void giveBack(long at) {
    if (last == at) {
      used = usedBefore;
      last = PaceStore.NEVER;
      taken--;
    }
  }

  /**
   * The mail of a moment is sent. The first after a time without any is late, by the opening of a
   * connection: the next counts from it, not from its moment.
   */
  void went(long at, long now) {
    if (isFirst && last == at) {
      used = Math.max(used, now);
    }
  }

  /** What was used too far ahead was used before the clock was set back. */
  void heedSetBack(long now) {
    long latest = following == null ? used : Math.max(used, following.before());
    if (latest > now + PaceStore.TOO_FAR_AHEAD) {
      used = now;
      usedBefore = now;
      own = PaceStore.NEVER;
      following = null;
    }
  }
}
