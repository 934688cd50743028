package io.mailwright.routing.governor;

import io.mailwright.routing.route.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives leave to mails: all limits agree, or nothing is taken of any. The gates are asked in order,
 * and the moment between two mails is taken last, since it cannot be given back.
 *
 * <p>Thread-safe.
 */
public final class Governor {
  private final List<Gate> gates;
  private final Pace pace;

  /**
   * @param gates in the order in which they are asked; the one that most often says no first
   */
  public Governor(List<Gate> gates, Pace pace) {
    this.gates = List.copyOf(gates);
    this.pace = pace;
  }

  /**
   * Asks for leave.
   *
   * @param intervals least time between two mails
   * @param patience a moment within it is taken, a later one is a hold
   */
  public Leave ask(Ask ask, Pace.Intervals intervals, Duration patience) {
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
          passed = passed.isEmpty() ? new ArrayList<>(gates.size()) : passed;
          passed.add(taken);
          goodUntil = taken.goodUntil().isBefore(goodUntil) ? taken.goodUntil() : goodUntil;
        }
      }
      Pace.Moment moment = pace.next(ask.serverId(), ask.campaignId(), intervals, patience);
      if (!moment.isTaken()) {
        return new Leave.Held(intervalHold(moment));
      }
      isGranted = true;
      return new Leave.Granted(ask, moment.at(), goodUntil, passed);
    } finally {
      if (!isGranted) {
        passed.forEach(taken -> taken.giveBack().run());
      }
    }
  }

  private static Hold intervalHold(Pace.Moment moment) {
    Instant at = moment.at();
    return moment.isServers()
        ? new Hold(
            HoldScope.ROUTE, at, "the interval between mails of the server is used until " + at)
        : new Hold(
            HoldScope.CAMPAIGN,
            at,
            "the interval between mails of the campaign is used until " + at);
  }
}
