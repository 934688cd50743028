package io.mailwright.delivery.send;

import io.mailwright.delivery.ledger.ClaimedDelivery;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.delivery.policy.Verdict;
import io.mailwright.routing.governor.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The mails of a chunk that are still to be sent. Those whose address is suppressed meanwhile, and
 * those that are held back, leave it with a settlement. Used by one thread.
 */
final class WaitingMails {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final SendTools tools;
  private final Settlements settlements;
  private final PatientLedger patient;
  private final long campaignId;
  private final Deque<Rendered> mails = new ArrayDeque<>();

  /** What mails need that a server could not take. */
  private final Map<Rendered, Demand> demands = new IdentityHashMap<>();

  private Consumer<Settlement> outcome;
  private Set<String> suppressed = Set.of();
  private Instant lastLook = Instant.EPOCH;

  WaitingMails(SendTools tools, Settlements settlements, PatientLedger patient, long campaignId) {
    this.tools = tools;
    this.campaignId = campaignId;
    this.settlements = settlements;
    this.patient = patient;
  }

  /** A chunk begins. */
  void begin(List<Rendered> chunk, Consumer<Settlement> result) {
    outcome = result;
    mails.clear();
    mails.addAll(chunk);
    demands.clear();
    suppressed = Set.of();
    lastLook = tools.clock().instant();
  }

  boolean isEmpty() {
    return mails.isEmpty();
  }

  /** The first mail; there must be one. */
  Rendered first() {
    return mails.element();
  }

  /** The first mail that may be sent as far as is known, if any; what is suppressed is settled. */
  Optional<Rendered> first(Predicate<Rendered> mayGo) {
    lookForSuppressions();
    if (!suppressed.isEmpty()) {
      settleThose(m -> suppressed.contains(m.claim().emailKey()), settlements::suppressed);
    }
    for (Rendered mail : mails) {
      if (mayGo.test(mail)) {
        return Optional.of(mail);
      }
    }
    return Optional.empty();
  }

  /** It is on its way. */
  void remove(Rendered mail) {
    mails.removeFirstOccurrence(mail);
  }

  /** It is not on its way after all, and still to be sent. */
  void putBack(Rendered mail) {
    mails.addFirst(mail);
  }

  /** What a mail needs, as far as some server could not take it. */
  Demand demandOf(Rendered mail) {
    return demands.getOrDefault(mail, Demand.NONE);
  }

  /** The same and what a further verdict shows; kept for the next try. */
  Demand demandAfter(Rendered mail, Verdict verdict) {
    Demand demand = demandOf(mail).and(verdict);
    if (demand != Demand.NONE) {
      demands.put(mail, demand);
    }
    return demand;
  }

  /** This mail waits for another time. */
  void giveBack(Rendered mail, Hold hold) {
    remove(mail);
    outcome.accept(settlements.givenBack(mail.claim(), Optional.of(hold)));
  }

  /** All mails to the site wait for another time. */
  void giveBackSite(String site, Hold hold) {
    settleThose(
        m -> m.site().equals(site), claim -> settlements.givenBack(claim, Optional.of(hold)));
  }

  /** Whatever is left goes back untried. */
  void giveBackAll(Optional<Hold> hold) {
    settleThose(m -> suppressed.contains(m.claim().emailKey()), settlements::suppressed);
    settleThose(m -> true, claim -> settlements.givenBack(claim, hold));
  }

  private void settleThose(Predicate<Rendered> which, SettlementOf what) {
    List<Rendered> those = mails.stream().filter(which).toList();
    mails.removeIf(which);
    those.forEach(mail -> outcome.accept(what.of(mail.claim())));
  }

  private interface SettlementOf {
    Settlement of(ClaimedDelivery claim);
  }

  private void lookForSuppressions() {
    if (Duration.between(lastLook, tools.clock().instant()).compareTo(LOOK_EVERY) >= 0) {
      suppressed =
          patient.ask(
              () ->
                  tools
                      .ledger()
                      .suppressedOf(
                          campaignId,
                          mails.stream()
                              .map(r -> r.claim().emailKey())
                              .collect(Collectors.toSet())));
      // Not before: a database that takes a second to answer would be asked before every mail.
      lastLook = tools.clock().instant();
    }
  }
}
