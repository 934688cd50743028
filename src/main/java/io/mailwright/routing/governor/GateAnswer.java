package io.mailwright.routing.governor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What one gate says to a mail. */
public sealed interface GateAnswer {
  /** It may go, and nothing was taken for it. */
  GateAnswer FREE = Passed.of(() -> {});

  /**
   * It may go.
   *
   * @param giveBack takes back what was taken for it, if it was not sent
   * @param goodUntil the last moment at which it may begin
   * @param untilDue asked when it is ready for its final dot: how long that has to wait, zero for
   *     at once; otherwise asked again after that time
   */
  record Passed(Runnable giveBack, Instant goodUntil, Supplier<Duration> untilDue)
      implements GateAnswer {
    /** Good for as long as it takes. */
    public static Passed of(Runnable giveBack) {
      return of(giveBack, Instant.MAX);
    }

    /** Good until a moment; its dot may come whenever it is ready. */
    public static Passed of(Runnable giveBack, Instant goodUntil) {
      return new Passed(giveBack, goodUntil, () -> Duration.ZERO);
    }
  }

  /** It may not go yet; nothing was taken. */
  record Held(Hold hold) implements GateAnswer {}

  /** The answer of a limit that only says what holds. */
  static GateAnswer of(Optional<Hold> hold, Runnable giveBack) {
    return hold.isPresent() ? new Held(hold.get()) : Passed.of(giveBack);
  }
}
