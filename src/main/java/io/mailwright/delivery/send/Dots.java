package io.mailwright.delivery.send;

import io.mailwright.delivery.journal.Intent;
import io.mailwright.delivery.journal.Journal;
import io.mailwright.delivery.ledger.ClaimKey;
import io.mailwright.delivery.ledger.Settlement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The final dots of one worker: noted before they are written, and until the ledger has them. */
final class Dots {
  private final Journal journal;
  private final long campaignId;
  private final Map<ClaimKey, Journal.Entry> unanswered = new HashMap<>();
  private final List<Journal.Entry> answered = new ArrayList<>();

  Dots(Journal journal, long campaignId) {
    this.journal = journal;
    this.campaignId = campaignId;
  }

  /**
   * The dot of this claim's mail is about to be written.
   *
   * @throws io.mailwright.delivery.journal.JournalUnavailable if it must not be
   */
  void announce(ClaimKey claim) {
    unanswered.put(claim, journal.intend(new Intent(campaignId, claim)));
  }

  /** What became of the claim; also of one whose dot was never written. */
  void answered(Settlement settlement) {
    Journal.Entry entry = unanswered.remove(settlement.claim());
    if (entry != null) {
      journal.outcome(entry, settlement);
      answered.add(entry);
    }
  }

  /** Whether the mail may have been accepted without a reply that was read. */
  boolean isUnanswered(ClaimKey claim) {
    return unanswered.containsKey(claim);
  }

  /** The ledger has committed all that was answered. */
  void recorded() {
    journal.confirmed(answered);
    answered.clear();
  }
}
