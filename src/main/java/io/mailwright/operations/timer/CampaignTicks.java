package io.mailwright.operations.timer;

import io.mailwright.kernel.settings.Settings;
import io.mailwright.operations.campaign.LeftCampaigns;
import io.mailwright.operations.campaign.LimitWatch;
import io.mailwright.operations.campaign.ReopenedCampaigns;
import io.mailwright.operations.execution.ExecutionStops;
import io.mailwright.operations.node.RunLeases;
import io.mailwright.operations.recovery.AutoRestart;
import io.mailwright.operations.recovery.CrashRecovery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Starts what is due, lets go on what waits or was left, and holds the leases of what runs. */
@ApplicationScoped
class CampaignTicks implements Ticking {
  @Inject private Settings settings;
  @Inject private RunLeases leases;
  @Inject private WaitingCampaigns waiting;
  @Inject private LimitWatch limits;
  @Inject private ExecutionStops stops;
  @Inject private ScheduleFiring schedules;
  @Inject private CampaignFiring campaigns;
  @Inject private CrashRecovery recovery;
  @Inject private LeftCampaigns left;
  @Inject private AutoRestart restart;
  @Inject private ReopenedCampaigns reopened;

  @Override
  public List<Tick> ticks() {
    return List.of(
        new Tick(
            (int) settings.leaseRenewal().toSeconds(), leases::renewAll, "renewing leases", true),
        new Tick(1, this::goOn, "letting go on what waits and what limits no longer hold"),
        new Tick(2, stops::obey, "looking for stop requests"),
        new Tick(5, schedules::fireDue, "firing schedules"),
        new Tick(2, campaigns::fireDue, "starting scheduled campaigns"),
        new Tick(30, recovery::recoverOthers, "looking for crashed executions"),
        new Tick(30, left::settleUnchanged, "looking for campaigns that a crash left"),
        new Tick(3, restart::goOn, "going on with what was interrupted"),
        new Tick(30, reopened::reopen, "looking for finished campaigns with mails to send again"));
  }

  /** One after the other: a changed limit acts as soon as it is seen, on what waits for it, too. */
  private void goOn() {
    try {
      limits.look();
    } finally {
      waiting.goOn();
    }
  }
}
