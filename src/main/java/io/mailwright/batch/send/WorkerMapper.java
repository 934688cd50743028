package io.mailwright.batch.send;

import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.campaign.OnAmbiguous;
import io.mailwright.delivery.ledger.Ledger;
import io.mailwright.delivery.send.RunControl;
import io.mailwright.delivery.send.SendRun;
import io.mailwright.delivery.send.SendRuns;
import io.mailwright.routing.route.WorkerSeats;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.batch.api.partition.PartitionPlanImpl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.EnumSet;
import java.util.Properties;

/**
 * Gives a run its workers. Every run has all of them anew, also after a restart: which recipient is
 * next stands in the ledger, not in a partition's checkpoint. Before they start, claims of earlier
 * runs are settled.
 */
@Named("workerMapper")
@Dependent
public class WorkerMapper implements PartitionMapper {
  @Inject private Ledger ledger;
  @Inject private SendRuns runs;
  @Inject private WorkerSeats seats;
  @Inject private CampaignRepository campaigns;

  @Inject
  @BatchProperty(name = "campaignId")
  private long campaignId;

  @Inject
  @BatchProperty(name = "workers")
  private int workers;

  @Override
  public PartitionPlan mapPartitions() {
    SendRun run = runs.begin(campaignId);
    RunControl control = run.control();
    boolean resend = campaigns.get(campaignId).onAmbiguous() == OnAmbiguous.RESEND;
    ledger.settleStaleClaims(campaignId, control.fence(), resend);
    campaigns.moveState(
        campaignId, EnumSet.of(CampaignState.PREPARING), CampaignState.RUNNING, null);
    run.workersOrdered(workers);
    int taken = seats.take(campaignId, run.plan().limits().get().standing(), run.workersWanted());
    run.workersBegin(taken);
    Properties[] partitions = new Properties[taken];
    for (int i = 0; i < taken; i++) {
      partitions[i] = new Properties();
      partitions[i].setProperty("worker", String.valueOf(i));
    }
    PartitionPlanImpl plan = new PartitionPlanImpl();
    plan.setPartitions(taken);
    plan.setThreads(taken);
    plan.setPartitionProperties(partitions);
    plan.setPartitionsOverride(true);
    return plan;
  }
}
