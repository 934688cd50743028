package io.mailwright.operations.recovery;

import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.OnAmbiguous;
import io.mailwright.delivery.journal.JournalFolder;
import io.mailwright.delivery.journal.Replay;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.ledger.Settlement;
import io.mailwright.kernel.node.NodeIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Brings to the ledger what the journals of this node's earlier starts know and it does not: before
 * the node is ready, and so before anything is sent again. What a whole journal does not name was
 * not sent; without a whole journal, what was claimed stays claimed until a run takes the campaign
 * and puts it in doubt.
 */
@ApplicationScoped
public class JournalRecovery {
  private static final Logger LOG = Logger.getLogger(JournalRecovery.class.getName());
  private static final int MAILS_A_TRANSACTION = 500;

  private JournalFolder journals;
  private Ledger ledger;
  private CampaignRepository campaigns;
  private NodeIdentity node;
  private Clock clock;

  JournalRecovery() {}

  /** For injection. */
  @Inject
  public JournalRecovery(
      JournalFolder journals,
      Ledger ledger,
      CampaignRepository campaigns,
      NodeIdentity node,
      Clock clock) {
    this.journals = journals;
    this.ledger = ledger;
    this.campaigns = campaigns;
    this.node = node;
    this.clock = clock;
  }

  /** Replays and removes the journals of earlier starts. */
  public void replayEarlier() {
    try {
      for (long incarnation : journals.earlier(node.incarnation())) {
        replay(journals.replay(incarnation));
        remove(incarnation);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be read: " + e.getMessage(), e);
    }
  }

  /** On a disk that cannot be written the server still starts, and says so when it is to send. */
  private void remove(long incarnation) {
    try {
      journals.remove(incarnation);
    } catch (IOException e) {
      // Its notes are all in the ledger: replaying them again at the next start changes nothing.
      LOG.log(
          Level.WARNING,
          e,
          () ->
              "the journal of start "
                  + incarnation
                  + " is not needed any more and could not be removed");
    }
  }

  private void replay(Replay replay) {
    Map<Long, List<Replay.Mail>> byCampaign = new TreeMap<>();
    for (Replay.Mail mail : replay.mails()) {
      byCampaign.computeIfAbsent(mail.intent().campaignId(), id -> new ArrayList<>()).add(mail);
    }
    long settled = 0;
    for (Map.Entry<Long, List<Replay.Mail>> campaign : byCampaign.entrySet()) {
      // A campaign that was deleted has no rows that an outcome could belong to.
      if (campaigns.stateOf(campaign.getKey()).isPresent()) {
        settled += settle(campaign.getKey(), campaign.getValue());
      }
    }
    long reopened = 0;
    if (replay.isWhole()) {
      for (long campaignId : ledger.campaignsWithClaims()) {
        reopened += ledger.reopenUnsent(campaignId, replay.incarnation());
      }
    }
    LOG.log(
        replay.isWhole() ? Level.INFO : Level.WARNING,
        "journal of start {0}: {1}; {2} outcomes brought to the ledger, {3} mails were not sent",
        new Object[] {
          replay.incarnation(),
          replay.isWhole() ? "whole" : "NOT whole, its open claims are in doubt",
          settled,
          reopened
        });
  }

  private long settle(long campaignId, List<Replay.Mail> mails) {
    boolean resend = campaigns.get(campaignId).onAmbiguous() == OnAmbiguous.RESEND;
    List<Settlement> all =
        mails.stream()
            .map(mail -> mail.outcome().orElseGet(() -> replyLost(mail, resend)))
            .toList();
    long settled = 0;
    for (int from = 0; from < all.size(); from += MAILS_A_TRANSACTION) {
      settled +=
          ledger.settle(
              campaignId, all.subList(from, Math.min(all.size(), from + MAILS_A_TRANSACTION)));
    }
    return settled;
  }

  private Settlement replyLost(Replay.Mail mail, boolean resend) {
    String why = "the server ended between the mail's end and the reply: it may have been accepted";
    return new Settlement(
        mail.intent().claim(),
        resend ? DeliveryState.DEFERRED : DeliveryState.IN_DOUBT,
        true,
        Optional.empty(),
        Optional.of(resend ? why + "; sent again by the campaign's policy" : why),
        Optional.empty(),
        Optional.empty(),
        clock.instant());
  }
}
