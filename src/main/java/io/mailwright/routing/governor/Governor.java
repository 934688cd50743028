package io.mailwright.routing.governor;

import io.mailwright.routing.route.Pace;
import io.mailwright.routing.share.FairShares;
import jakarta.annotation.Nullable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives leave to mails: all limits agree, or nothing is taken of any. The gates are asked in order,
 * and the moment between two mails is taken last, when the mail can use it.
 *
 * <p>Thread-safe.
 */
public final class Governor {
  private final List<Gate> gates;
  private final Pace pace;
  private final FairShares shares;

  /**
   * @param gates in the order in which they are asked; the one that most often says no first
   * @param shares turns at the intervals of servers
   */
  public Governor(List<Gate> gates, Pace pace, FairShares shares) {
    this.gates = List.copyOf(gates);
    this.pace = pace;
    this.shares = shares;
  }

  /**
   * Asks for leave.
   *
   * @param intervals least time between two mails
   * @param patience a moment within it may be taken ahead, if it is some milliseconds away; zero:
   *     only the present one
   */
  public Leave ask(Ask ask, Pace.Intervals intervals, Duration patience) {
    if (intervals.areNone()) {
      return ask(ask, null);
    }
    PacedMail paced = new PacedMail(pace, shares, ask, intervals, patience);
    Optional<Hold> early = paced.begin();
    return early.isPresent() ? new Leave.Held(early.get()) : ask(ask, paced);
  }

  private Leave ask(Ask ask, @Nullable PacedMail paced) {
    List<GateAnswer.Passed> passed = List.of();
    Instant goodUntil = Instant.MAX;
    boolean isGranted = false;
    try {
      for (Gate gate : gates) {
        GateAnswer answer = gate.take(ask);
        if (answer instanceof GateAnswer.Held held) {
          return new Leave.Held(held.hold());
        }
        if (answer != GateAnswer.FREE) {
          GateAnswer.Passed taken = (GateAnswer.Passed) answer;
          passed = passed.isEmpty() ? new ArrayList<>(gates.size() + 1) : passed;
          passed.add(taken);
          goodUntil = taken.goodUntil().isBefore(goodUntil) ? taken.goodUntil() : goodUntil;
        }
      }
      Instant from = Instant.EPOCH;
      if (paced != null) {
        Optional<Hold> late = paced.take();
        if (late.isPresent()) {
          return new Leave.Held(late.get());
        }
        passed = passed.isEmpty() ? new ArrayList<>(1) : passed;
        passed.add(paced.passed());
        goodUntil = paced.goodUntil().isBefore(goodUntil) ? paced.goodUntil() : goodUntil;
        from = paced.from();
      }
      isGranted = true;
      return new Leave.Granted(ask, from, goodUntil, passed);
    } finally {
      if (!isGranted) {
        passed.forEach(taken -> taken.giveBack().run());
        if (paced != null) {
          paced.leave();
        }
      }
    }
  }
}
