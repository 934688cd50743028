package io.mailwright.routing.governor;

import io.mailwright.routing.share.FairShares;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A limit that campaigns share: each has its turn by its weight before the limit is asked. Where
 * nothing is limited there are no turns.
 */
final class SharedGate implements Gate {
  private final FairShares shares;
  private final Gate limit;
  private final Predicate<Ask> isLimited;
  private final Function<Ask, Object> thing;

  /**
   * @param isLimited whether mails like this one are limited now; costs next to nothing
   * @param thing what is shared by mails like this one
   */
  SharedGate(FairShares shares, Gate limit, Predicate<Ask> isLimited, Function<Ask, Object> thing) {
    this.shares = shares;
    this.limit = limit;
    this.isLimited = isLimited;
    this.thing = thing;
  }

  @Override
  public GateAnswer take(Ask ask) {
    return isLimited.test(ask) ? takeInTurn(ask) : limit.take(ask);
  }

  private GateAnswer takeInTurn(Ask ask) {
    Object key = thing.apply(ask);
    Optional<Hold> turn = shares.take(key, ask.campaignId());
    if (turn.isPresent()) {
      return new GateAnswer.Held(turn.get());
    }
    GateAnswer answer = limit.take(ask);
    if (answer instanceof GateAnswer.Held held) {
      if (held.hold().scope() == HoldScope.CAMPAIGN) {
        // Its own limit, which no other campaign draws on.
        shares.giveBack(key, ask.campaignId());
      } else {
        shares.refused(key, ask.campaignId(), held.hold().until());
      }
      return answer;
    }
    if (answer == GateAnswer.FREE) {
      return answer;
    }
    GateAnswer.Passed passed = (GateAnswer.Passed) answer;
    return new GateAnswer.Passed(
        () -> {
          passed.giveBack().run();
          shares.giveBack(key, ask.campaignId());
        },
        passed.goodUntil(),
        passed.untilDue());
  }
}
