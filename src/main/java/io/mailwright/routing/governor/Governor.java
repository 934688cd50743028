package io.mailwright.routing.governor;

import io.mailwright.routing.route.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    for (int i = 0; i < gates.size(); i++) {
      Optional<Hold> hold = gates.get(i).take(ask);
      if (hold.isPresent()) {
        giveBack(ask, i);
        return new Leave.Held(hold.get());
      }
    }
    Pace.Moment moment = pace.next(ask.serverId(), ask.campaignId(), intervals, patience);
    if (moment.isTaken()) {
      return new Leave.Granted(moment.at());
    }
    giveBack(ask, gates.size());
    return new Leave.Held(intervalHold(moment));
  }

  /** Gives back what was taken for a mail that was not sent. */
  public void giveBack(Ask ask) {
    giveBack(ask, gates.size());
  }

  private void giveBack(Ask ask, int asked) {
    for (int i = asked - 1; i >= 0; i--) {
      gates.get(i).giveBack(ask);
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
