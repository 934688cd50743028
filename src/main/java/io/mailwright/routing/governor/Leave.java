package io.mailwright.routing.governor;

import java.time.Instant;
import java.util.List;

/** The answer to a mail that asks to be sent. */
public sealed interface Leave {
  /**
   * It may go. What was taken for it is to be used, or given back.
   *
   * @param ask what it was asked with
   * @param from at this moment or after it; at most some milliseconds away
   * @param goodUntil the last moment at which it may begin
   */
  record Granted(Ask ask, Instant from, Instant goodUntil, List<GateAnswer.Passed> passed)
      implements Leave {
    /** The mail was not sent. Once only. */
    public void giveBack() {
      passed.forEach(gate -> gate.giveBack().run());
    }
  }

  /** It may not go yet; nothing was taken. */
  record Held(Hold hold) implements Leave {}
}
