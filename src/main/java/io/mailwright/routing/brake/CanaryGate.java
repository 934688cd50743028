package io.mailwright.routing.brake;

import io.mailwright.campaign.policy.Canary;
import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.campaign.policy.OutcomeTally;
import io.mailwright.kernel.db.DatabaseException;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * One campaign's canary during a run. How many of its mails went comes from the ledger when the run
 * begins, and is counted here from then on, so that no mail of it costs a statement. Thread-safe.
 */
final class CanaryGate {
  private static final Logger LOG = Logger.getLogger(CanaryGate.class.getName());

  /** Where a site is counted that the ledger does not name. */
  private static final String OTHERS = "";

  /** How soon to ask again for a site whose part of the canary is under way. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Sites and their answers take their time, however short the wait for the look is. */
  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(1);

  private final BrakeRecords store;
  private final Clock clock;
  private final long campaignId;
  private final UnaryOperator<String> names;
  private final Map<String, Long> audience;
  private final Map<String, Long> gone = new HashMap<>();
  private final long total;
  private volatile boolean isOpen;
  private CanaryState state;
  private OutcomeTally tally;
  private Map<String, Long> goals = Map.of();
  private long goal = -1;
  private Instant lastMove;
  private boolean isCutShort;

  CanaryGate(
      BrakeRecords store,
      Clock clock,
      long campaignId,
      Map<String, SiteTally> ledger,
      UnaryOperator<String> names) {
    this.store = store;
    this.clock = clock;
    this.campaignId = campaignId;
    this.names = names;
    this.audience =
        ledger.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().audience()));
    this.total = audience.values().stream().mapToLong(Long::longValue).sum();
    this.tally = OutcomeTally.NONE;
    ledger.forEach(
        (site, known) -> {
          gone.put(site, known.tally().tried());
          tally = tally.plus(known.tally());
        });
    this.state = store.canary(campaignId).orElse(CanaryState.NEW);
    this.tally = tally.plus(new OutcomeTally(0, 0, 0, state.complaints()));
    this.isOpen = state.phase() == CanaryPhase.PASSED;
  }

  Optional<Hold> take(Canary canary, String site) {
    return isOpen ? Optional.empty() : takeWhileClosed(canary, site);
  }

  private synchronized Optional<Hold> takeWhileClosed(Canary canary, String site) {
    Instant now = clock.instant();
    if (state.phase() == CanaryPhase.FILLING) {
      if (takeOne(canary, site, now)) {
        return Optional.empty();
      }
      if (!isFilled(canary, now)) {
        return Optional.of(underWay(site, now));
      }
      isCutShort = tally.tried() < goal;
      startWaiting(canary, now);
    }
    look(canary, now);
    return switch (state.phase()) {
      case PASSED -> Optional.empty();
      case FILLING, WAITING ->
          Optional.of(
              new Hold(
                  HoldScope.CAMPAIGN,
                  state.lookAt(),
                  "canary: "
                      + seen().tried()
                      + " of "
                      + total
                      + " mails went first; they are looked at at "
                      + state.lookAt()));
      case REFUSED ->
          Optional.of(new Hold(HoldScope.CAMPAIGN, now.plus(canary.waiting()), state.why()));
    };
  }

  private boolean takeOne(Canary canary, String site, Instant now) {
    long wanted = canary.goal(total);
    if (wanted != goal) {
      goal = wanted;
      goals = CanaryGoals.spread(audience, goal);
    }
    if (lastMove == null) {
      lastMove = now;
      store.save(campaignId, state);
    }
    String counted = counted(site);
    long went = gone.getOrDefault(counted, 0L);
    if (went >= goals.getOrDefault(counted, 0L)) {
      return false;
    }
    gone.put(counted, went + 1);
    lastMove = now;
    return true;
  }

  private String counted(String site) {
    return audience.containsKey(site) ? site : OTHERS;
  }

  /** A site that takes nothing for long does not keep the others waiting for ever. */
  private boolean isFilled(Canary canary, Instant now) {
    Duration patience =
        canary.waiting().compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : canary.waiting();
    return tally.tried() >= goal
        || (unanswered() + tally.tried() > 0 && !now.isBefore(lastMove.plus(patience)));
  }

  /** Mails that went and of which no server has said anything so far. */
  private long unanswered() {
    long went = gone.values().stream().mapToLong(Long::longValue).sum();
    return Math.max(0, went - tally.tried());
  }

  private Hold underWay(String site, Instant now) {
    Instant again = now.plus(LOOK);
    return new Hold(
        HoldScope.SITE,
        again,
        "canary: "
            + goal
            + " of "
            + total
            + " mails go first, those to "
            + names.apply(site)
            + " are under way; asked again at "
            + again);
  }

  private void startWaiting(Canary canary, Instant now) {
    Instant lookAt = now.plus(canary.waiting()).truncatedTo(ChronoUnit.MILLIS);
    become(new CanaryState(CanaryPhase.WAITING, lookAt, state.why(), 0));
  }

  private void look(Canary canary, Instant now) {
    if (state.phase() != CanaryPhase.WAITING || now.isBefore(state.lookAt())) {
      return;
    }
    if (isLetGoElsewhere()) {
      return;
    }
    // Another node may have heard of complaints.
    long complaints = store.canary(campaignId).map(CanaryState::complaints).orElse(0L);
    tally = new OutcomeTally(tally.tried(), tally.deferred(), tally.failed(), complaints);
    OutcomeTally seen = seen();
    String reply = state.why();
    become(
        canary
            .limits()
            .exceededBy(seen)
            .map(
                excess ->
                    new CanaryState(
                        CanaryPhase.REFUSED,
                        state.lookAt(),
                        "canary: "
                            + excess
                            + "; the last reply: "
                            + (reply.isEmpty() ? "none" : reply)
                            + ". No other mail was sent: resume to let them go all the same.",
                        0))
            .orElseGet(
                () ->
                    new CanaryState(
                        CanaryPhase.PASSED,
                        state.lookAt(),
                        seen.tried() + " mails went well enough",
                        0)));
  }

  /** Where patience ended the filling, a mail that nobody answered counts as put off. */
  private OutcomeTally seen() {
    long silent = isCutShort ? unanswered() : 0;
    return tally.plus(new OutcomeTally(silent, silent, 0, 0));
  }

  private void become(CanaryState next) {
    store.save(campaignId, next);
    state = next;
    isOpen = next.phase() == CanaryPhase.PASSED;
  }

  synchronized void giveBack(String site) {
    if (!isOpen) {
      gone.computeIfPresent(counted(site), (s, n) -> Math.max(0, n - 1));
    }
  }

  void observe(Canary canary, MailOutcome outcome, String reply) {
    if (!isOpen) {
      count(canary, outcome, reply);
    }
  }

  private synchronized void count(Canary canary, MailOutcome outcome, String reply) {
    tally = tally.with(outcome);
    lastMove = clock.instant();
    if (outcome == MailOutcome.COMPLAINED) {
      store.complained(campaignId);
    }
    if (!reply.isEmpty()
        && state.phase() == CanaryPhase.FILLING
        && (outcome == MailOutcome.DEFERRED || outcome == MailOutcome.FAILED)) {
      state = new CanaryState(state.phase(), state.lookAt(), reply, state.complaints());
    }
    if (state.phase() == CanaryPhase.FILLING && goal >= 0 && tally.tried() >= goal) {
      try {
        startWaiting(canary, clock.instant());
      } catch (DatabaseException e) {
        // Who asks for the next mail begins the wait; this one's outcome must not be lost.
        LOG.log(
            Level.WARNING,
            "the canary of campaign {0} cannot be stored now: {1}",
            new Object[] {campaignId, e.toString()});
      }
    }
  }

  /** Looks whether it is time, before anybody asks. */
  synchronized void wake(Canary canary) {
    look(canary, clock.instant());
  }

  /** Why the campaign has to pause, if it has. */
  synchronized Optional<String> refusal() {
    return state.phase() == CanaryPhase.REFUSED ? Optional.of(state.why()) : Optional.empty();
  }

  /** Whether a person let the others go from another node, while they waited here. */
  synchronized boolean isLetGoElsewhere() {
    if (state.phase() != CanaryPhase.WAITING && state.phase() != CanaryPhase.REFUSED) {
      return false;
    }
    boolean isPassed =
        store.canary(campaignId).filter(now -> now.phase() == CanaryPhase.PASSED).isPresent();
    if (isPassed) {
      letGoOn();
    }
    return isPassed;
  }

  synchronized void letGoOn() {
    if (state.phase() == CanaryPhase.WAITING || state.phase() == CanaryPhase.REFUSED) {
      state = new CanaryState(CanaryPhase.PASSED, state.lookAt(), "let go on by hand", 0);
      isOpen = true;
    }
  }
}
