package io.mailwright.routing.brake;

import io.mailwright.campaign.policy.Breaker;
import io.mailwright.campaign.policy.MailOutcome;
import io.mailwright.campaign.policy.OutcomeLimits;
import io.mailwright.campaign.policy.OutcomeTally;
import io.mailwright.routing.governor.Hold;
import io.mailwright.routing.governor.HoldScope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;

/**
 * The last outcomes of one campaign at one site, and whether the site is left alone. Pure state,
 * moved by the times it is given. Thread-safe.
 */
final class SiteBreaker {
  private static final Duration FIRST_REST = Duration.ofMinutes(15);
  private static final int MOST_DOUBLINGS = 4;
  private static final MailOutcome[] OUTCOMES = MailOutcome.values();
  private static final String LETTERS = "ADFC";

  private final String site;
  private final String name;
  private final ArrayDeque<MailOutcome> recent = new ArrayDeque<>();
  private final int[] counts = new int[OUTCOMES.length];
  private int trips;
  private String why;
  private String lastReply;
  private boolean isUnsaved;

  /** Read without the lock before each mail. */
  private volatile Instant heldUntil;

  /**
   * @param stored what was known of the site
   * @param name what people call it
   */
  SiteBreaker(SiteState stored, String name) {
    this.site = stored.site();
    this.name = name;
    this.trips = stored.trips();
    this.heldUntil = stored.heldUntil();
    this.why = heldUntil == null ? "" : stored.why();
    this.lastReply = heldUntil == null ? stored.why() : "";
    stored.recent().chars().forEach(letter -> push(OUTCOMES[LETTERS.indexOf(letter)]));
  }

  /** What keeps mails to the site back. */
  Optional<Hold> hold(Instant now) {
    Instant until = heldUntil;
    return until == null || !until.isAfter(now)
        ? Optional.empty()
        : Optional.of(new Hold(HoldScope.SITE, until, words()));
  }

  private synchronized String words() {
    return why;
  }

  /** Its name. */
  String site() {
    return site;
  }

  /** Whether it is left alone now, and that is stored, so that it can be let go elsewhere. */
  synchronized boolean isStored(Instant now) {
    return isHeld(now) && !isUnsaved;
  }

  private boolean isHeld(Instant now) {
    Instant until = heldUntil;
    return until != null && until.isAfter(now);
  }

  /**
   * Notes an outcome. What comes in while the site is left alone was begun before and says nothing
   * new.
   *
   * @return whether it made the site one to be left alone
   */
  synchronized boolean observe(Breaker breaker, MailOutcome outcome, String reply, Instant now) {
    if (isHeld(now)) {
      return false;
    }
    heldUntil = null;
    if (!reply.isEmpty()) {
      // The outcome that is one too many need not be a bad one, nor the first of this run.
      lastReply = reply;
    }
    while (recent.size() >= breaker.window()) {
      counts[recent.removeFirst().ordinal()]--;
    }
    push(outcome);
    isUnsaved = true;
    OutcomeTally tally = tally();
    if (tally.tried() < breaker.minimum()) {
      return false;
    }
    Optional<OutcomeLimits.Excess> excess = breaker.limits().exceededBy(tally);
    if (excess.isPresent()) {
      trip(excess.get(), now);
      return true;
    }
    if (recent.size() >= breaker.window()) {
      trips = 0;
    }
    return false;
  }

  private void push(MailOutcome outcome) {
    recent.addLast(outcome);
    counts[outcome.ordinal()]++;
  }

  private OutcomeTally tally() {
    int deferred = counts[MailOutcome.DEFERRED.ordinal()];
    int failed = counts[MailOutcome.FAILED.ordinal()];
    return new OutcomeTally(
        counts[MailOutcome.ACCEPTED.ordinal()] + deferred + failed,
        deferred,
        failed,
        counts[MailOutcome.COMPLAINED.ordinal()]);
  }

  private void trip(OutcomeLimits.Excess excess, Instant now) {
    Duration rest = FIRST_REST.multipliedBy(1L << Math.min(MOST_DOUBLINGS, trips));
    Instant until = now.plus(rest).truncatedTo(ChronoUnit.SECONDS);
    trips++;
    why =
        "breaker: "
            + excess.share()
            + " of the last "
            + excess.tried()
            + " mails to "
            + name
            + " "
            + excess.how()
            + " (limit "
            + excess.limit()
            + "); the last reply: "
            + (lastReply.isEmpty() ? "none" : lastReply)
            + "; let it go on by hand or at "
            + until;
    recent.clear();
    Arrays.fill(counts, 0);
    heldUntil = until;
  }

  /** Lets mails to the site go. */
  synchronized void release() {
    heldUntil = null;
  }

  /** What has to be stored, once; empty if that is stored. */
  synchronized Optional<SiteState> unsaved() {
    if (!isUnsaved) {
      return Optional.empty();
    }
    isUnsaved = false;
    StringBuilder letters = new StringBuilder();
    recent.forEach(outcome -> letters.append(LETTERS.charAt(outcome.ordinal())));
    String words = heldUntil == null ? lastReply : why;
    return Optional.of(new SiteState(site, trips, heldUntil, words, letters.toString()));
  }

  /** What was to be stored could not be. */
  synchronized void saveAgain() {
    isUnsaved = true;
  }
}
