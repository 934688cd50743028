package io.mailwright.operations.dryrun;

import io.mailwright.routing.governor.Ask;
import jakarta.annotation.Nullable;

/** A worker during a forecast: where it is, and what it has in hand. */
final class VirtualWorker {
  static final int NO_WAY = -1;

  /** When it next does something. */
  long at;

  @Nullable VirtualLane lane;

  /** Mails that it may still take of its chunk. */
  long left;

  /** After this it takes none. */
  long end;

  int way = NO_WAY;

  /** Under way until {@link #at}; null if none is. */
  @Nullable Sent sent;

  /**
   * A mail that is under way.
   *
   * @param begun when it was begun
   */
  record Sent(VirtualMail mail, Ask ask, int way, Answer answer, long begun) {}

  /** What a site says. */
  enum Answer {
    ACCEPTED,
    THROTTLED,
    DEFERRED,
    FAILED
  }

  VirtualWorker(long at) {
    this.at = at;
  }
}
