package io.mailwright.routing.governor;

import java.time.Duration;
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
    /**
     * Asked when the mail is ready for its final dot, where a receiver counts it.
     *
     * @return how long it has to wait: zero for at once; otherwise to be asked again after that
     */
    public Duration untilDue() {
      Duration longest = Duration.ZERO;
      for (GateAnswer.Passed gate : passed) {
        Duration ofGate = gate.untilDue().get();
        longest = ofGate.compareTo(longest) > 0 ? ofGate : longest;
      }
      return longest;
    }

    /** The mail was not sent. Once only. */
    public void giveBack() {
      passed.forEach(gate -> gate.giveBack().run());
    }
  }

  /** It may not go yet; nothing was taken. */
  record Held(Hold hold) implements Leave {}
}
