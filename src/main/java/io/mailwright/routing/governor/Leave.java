package io.mailwright.routing.governor;

import java.time.Instant;

/** The answer to a mail that asks to be sent. */
public sealed interface Leave {
  /**
   * It may go, at this moment or after it. What was taken for it is to be used or given back.
   *
   * @param from not later than the patience that was asked with
   */
  record Granted(Instant from) implements Leave {}

  /** It may not go yet; nothing was taken. */
  record Held(Hold hold) implements Leave {}
}
