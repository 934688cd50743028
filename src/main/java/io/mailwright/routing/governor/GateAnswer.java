package io.mailwright.routing.governor;

import java.time.Instant;
import java.util.Optional;

/** What one gate says to a mail. */
public sealed interface GateAnswer {
  /** It may go, and nothing was taken for it. */
  GateAnswer FREE = new Passed(() -> {}, Instant.MAX);

  /**
   * It may go.
   *
   * @param giveBack takes back what was taken for it, if it was not sent
   * @param goodUntil the last moment at which it may begin
   */
  record Passed(Runnable giveBack, Instant goodUntil) implements GateAnswer {
    /** Good for as long as it takes. */
    public static Passed of(Runnable giveBack) {
      return new Passed(giveBack, Instant.MAX);
    }
  }

  /** It may not go yet; nothing was taken. */
  record Held(Hold hold) implements GateAnswer {}

  /** The answer of a limit that only says what holds. */
  static GateAnswer of(Optional<Hold> hold, Runnable giveBack) {
    return hold.isPresent() ? new Held(hold.get()) : Passed.of(giveBack);
  }
}
