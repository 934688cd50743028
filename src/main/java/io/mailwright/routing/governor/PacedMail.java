package io.mailwright.routing.governor;

import io.mailwright.routing.route.Pace;
import io.mailwright.routing.share.FairShares;
import io.mailwright.routing.share.OfAllNodes;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A mail that asks while its server or its campaign has an interval between mails. The moments of a
 * server are taken in turns by weight, as quotas are. For one question, by one thread.
 */
final class PacedMail {
  private final Pace pace;
  private final FairShares shares;
  private final Ask ask;
  private final Pace.Intervals intervals;
  private final Duration patience;
  private final IntervalOf shared;
  private boolean hasTurn;
  private boolean mayAsk = true;
  private Pace.Moment moment;

  /** What campaigns share. */
  private record IntervalOf(long serverId, String name) implements OfAllNodes {
    @Override
    public String commonName() {
      return "interval:" + serverId;
    }

    @Override
    public String toString() {
      return "the interval of server " + name;
    }
  }

  PacedMail(Pace pace, FairShares shares, Ask ask, Pace.Intervals intervals, Duration patience) {
    this.pace = pace;
    this.shares = shares;
    this.ask = ask;
    this.intervals = intervals;
    this.patience = patience;
    this.shared = new IntervalOf(ask.serverId(), ask.labels().server());
  }

  /**
   * Takes its turn; what is known to keep it back needs no further question. Moments that this node
   * has are used even while others come first; no further ones are asked for.
   */
  Optional<Hold> begin() {
    if (!intervals.server().isZero()) {
      mayAsk = !shares.doOthersComeFirst(shared, ask.campaignId());
      boolean asksOtherNodes = !mayAsk && !pace.hasMoment(ask.serverId(), intervals.server());
      Optional<Hold> turn = shares.take(shared, ask.campaignId(), asksOtherNodes);
      if (turn.isPresent()) {
        return turn;
      }
      hasTurn = true;
    }
    boolean isAnswered = false;
    try {
      Optional<Pace.Moment> met =
          pace.known(ask.serverId(), ask.campaignId(), intervals, patience, mayAsk);
      isAnswered = true;
      return met.map(this::held);
    } finally {
      if (!isAnswered) {
        leave();
      }
    }
  }

  /** Takes its moment, after all else has agreed; or says what keeps it back. */
  Optional<Hold> take() {
    moment = pace.next(ask.serverId(), ask.campaignId(), intervals, patience, mayAsk);
    return moment.isTaken() ? Optional.empty() : Optional.of(held(moment));
  }

  /** The moment that was taken. */
  Instant from() {
    return moment.at();
  }

  Instant goodUntil() {
    return moment.goodUntil();
  }

  /** What was taken, to be given back. */
  GateAnswer.Passed passed() {
    return new GateAnswer.Passed(
        () -> {
          pace.giveBack(ask.serverId(), ask.campaignId(), moment);
          leave();
        },
        moment.goodUntil(),
        () -> {
          pace.went(ask.serverId(), ask.campaignId(), moment);
          return Duration.ZERO;
        });
  }

  /** It does not go now: its turn is the next one's. */
  void leave() {
    if (hasTurn) {
      hasTurn = false;
      shares.giveBack(shared, ask.campaignId());
    }
  }

  private Hold held(Pace.Moment met) {
    Instant at = met.at().truncatedTo(ChronoUnit.MILLIS);
    if (met.isServers()) {
      hasTurn = false;
      shares.refused(shared, ask.campaignId(), met.askAt());
      return new Hold(
          HoldScope.ROUTE,
          met.askAt(),
          "server "
              + ask.labels().server()
              + " sends a mail every "
              + seconds(intervals.server())
              + " s; the next goes at "
              + at);
    }
    leave();
    return new Hold(
        HoldScope.CAMPAIGN,
        met.askAt(),
        "the campaign sends a mail every "
            + seconds(intervals.campaign())
            + " s; the next goes at "
            + at);
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }
}
