package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.delivery.lease.Lease;
import io.mailwright.delivery.lease.LeaseRepository;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.kernel.db.Database;
import io.mailwright.kernel.node.NodeIdentity;
import io.mailwright.kernel.settings.Settings;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.operations.execution.ExecutionHistory;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import io.mailwright.operations.node.RunLeases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Settles what a crash left between two writes: campaigns that say that they are at work although
 * no execution is, and cancelled ones whose recipients are still open. Only under the campaign's
 * lease. Not thread-safe: called at the start, then by one timer.
 */
@ApplicationScoped
public class LeftCampaigns {
  private static final Logger LOG = Logger.getLogger(LeftCampaigns.class.getName());

  private final Map<Long, Long> atWorkBefore = new HashMap<>();
  private Database database;
  private CampaignRepository campaigns;
  private JobRunRepository runs;
  private ExecutionHistory history;
  private LeaseRepository leases;
  private RunLeases ownRuns;
  private Ledger ledger;
  private CampaignOutcome outcome;
  private NodeIdentity node;
  private Settings settings;

  LeftCampaigns() {}

  /** For injection. */
  @Inject
  public LeftCampaigns(
      Database database,
      CampaignRepository campaigns,
      JobRunRepository runs,
      ExecutionHistory history,
      LeaseRepository leases,
      RunLeases ownRuns,
      Ledger ledger,
      CampaignOutcome outcome,
      NodeIdentity node,
      Settings settings) {
    this.database = database;
    this.campaigns = campaigns;
    this.runs = runs;
    this.history = history;
    this.leases = leases;
    this.ownRuns = ownRuns;
    this.ledger = ledger;
    this.outcome = outcome;
    this.node = node;
    this.settings = settings;
  }

  /** At the start, after the recovery of executions. */
  public void settle() {
    atWork().forEach(this::settleAtWork);
    endCancelled();
  }

  /**
   * Now and then. A campaign is moved before its lease is taken, so one that has just been moved is
   * left until the next call finds it unchanged.
   */
  public void settleUnchanged() {
    Map<Long, Long> now = new HashMap<>();
    for (Campaign campaign : atWork()) {
      long version = campaign.version();
      now.put(campaign.id(), version);
      if (Long.valueOf(version).equals(atWorkBefore.get(campaign.id()))) {
        settleAtWork(campaign);
      }
    }
    atWorkBefore.clear();
    atWorkBefore.putAll(now);
    endCancelled();
  }

  private List<Campaign> atWork() {
    return campaigns
        .page(
            PageRequest.first(PageRequest.MAX_LIMIT),
            Set.of(CampaignState.PREPARING, CampaignState.RUNNING))
        .items();
  }

  private void settleAtWork(Campaign seen) {
    long campaignId = seen.id();
    underLease(
        campaignId,
        lease -> {
          if (campaigns.get(campaignId).version() != seen.version()) {
            // It was moved meanwhile, by somebody who is about to take its lease.
            return;
          }
          Optional<JobRun> last = runs.lastOfCampaign(campaignId);
          if (last.filter(run -> history.isRunning(run.executionId())).isPresent()) {
            // The recovery of executions has not come to it yet.
            return;
          }
          LOG.log(Level.WARNING, "campaign {0} was left at work by a crash", campaignId);
          outcome.settleLeft(
              campaignId,
              last.map(run -> OptionalLong.of(run.executionId())).orElse(OptionalLong.empty()));
        });
  }

  private void endCancelled() {
    for (long campaignId : openCancelled()) {
      underLease(
          campaignId,
          lease -> {
            ledger.settleStaleClaims(campaignId, lease.fence(), false);
            ledger.cancelOpen(campaignId, "the campaign was cancelled");
          });
    }
  }

  /** Cancelled campaigns with rows that are pending, claimed or deferred. */
  private List<Long> openCancelled() {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      """
                      SELECT c.id FROM campaign c
                      WHERE c.state = 'CANCELLED'
                        AND EXISTS (SELECT 1 FROM lane_count k
                                    WHERE k.campaign_id = c.id AND k.state IN (0, 1, 3) AND k.n > 0)
                      ORDER BY c.id
                      """);
              ResultSet row = select.executeQuery()) {
            List<Long> ids = new ArrayList<>();
            while (row.next()) {
              ids.add(row.getLong(1));
            }
            return ids;
          }
        });
  }

  /**
   * A run of this node whose lease is over, since the database was away too long for renewing it,
   * goes on under it.
   */
  private void underLease(long campaignId, Consumer<Lease> work) {
    String name = Lease.ofCampaign(campaignId);
    if (ownRuns.find(name).isPresent()) {
      return;
    }
    leases
        .take(name, node.owner(), settings.lease(), settings.leaseGrace())
        .ifPresent(
            lease -> {
              try {
                work.accept(lease);
              } finally {
                leases.release(lease);
              }
            });
  }
}
