package io.mailwright.batch.send;

import io.mailwright.batch.progress.ProgressLog;
import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.delivery.ledger.Snapshot;
import io.mailwright.delivery.send.LiveRuns;
import io.mailwright.delivery.send.RunControl;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.Batchlet;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.Metric;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Step {@code prepare}: fixes the template's version and who the campaign goes to, in slices that
 * can be restarted.
 */
@Named("prepareCampaign")
@Dependent
public class PrepareCampaign implements Batchlet {
  @Inject private JobContext job;
  @Inject private StepContext step;
  @Inject private CampaignRepository campaigns;
  @Inject private TemplateRepository templates;
  @Inject private Snapshot snapshot;
  @Inject private LiveRuns runs;
  @Inject private ProgressLog log;
  @Inject private Clock clock;

  @Inject
  @BatchProperty(name = "campaignId")
  private long campaignId;

  @Override
  public String process() {
    RunControl run = runs.get(campaignId);
    Campaign campaign = campaigns.get(campaignId);
    campaigns.freeze(campaignId, templates.get(campaign.templateId()).currentNo(), clock.instant());
    Snapshot.Progress progress;
    do {
      if (!run.mayGoOn()) {
        step.setExitStatus("STOPPED");
        return "STOPPED";
      }
      progress =
          snapshot.nextSlice(campaignId, List.copyOf(campaign.listIds()), campaign.workers());
      log.note(
          new ProgressLog.Worker(job.getExecutionId(), step.getStepName(), 0),
          progress.isDone() ? BatchStatus.COMPLETED : BatchStatus.STARTED,
          Map.of(
              Metric.MetricType.READ_COUNT, progress.rows(),
              Metric.MetricType.WRITE_COUNT, progress.rows()),
          OptionalLong.of(progress.isDone() ? progress.rows() : progress.contacts()));
    } while (!progress.isDone());
    return "COMPLETED";
  }

  @Override
  public void stop() {
    runs.get(campaignId).stop();
  }
}
