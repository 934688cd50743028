package io.mailwright.routing.governor;

import java.util.Optional;

/**
 * One of the limits that every mail passes. Thread-safe; where nothing is limited, an answer costs
 * next to nothing.
 */
public interface Gate {
  /**
   * Takes a permit for one mail.
   *
   * @return what keeps it back; nothing was taken then
   */
  Optional<Hold> take(Ask ask);

  /** Gives back a permit that was taken and not used. */
  void giveBack(Ask ask);
}
