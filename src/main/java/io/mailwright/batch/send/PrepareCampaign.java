package io.mailwright.batch.send;

import io.mailwright.batch.progress.ProgressLog;
import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.content.template.TemplateRepository;
import io.mailwright.delivery.ledger.Snapshot;
import io.mailwright.delivery.send.LiveRuns;
import io.mailwright.delivery.send.RunControl;
import jakarta.annotation.Resource;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.Batchlet;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.Metric;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Step {@code prepare}: fixes the template's version and who the campaign goes to, in slices that
 * can be restarted.
 */
@Named("prepareCampaign")
@Dependent
public class PrepareCampaign implements Batchlet {
  private static final Duration A_MOMENT = Duration.ofMillis(100);

  /** How often people are told: a slice may take less than what noting it costs. */
  private static final Duration BETWEEN_NOTES = Duration.ofMillis(500);

  @Inject private JobContext job;
  @Inject private StepContext step;
  @Inject private CampaignRepository campaigns;
  @Inject private TemplateRepository templates;
  @Inject private Snapshot snapshot;
  @Inject private LiveRuns runs;
  @Inject private ProgressLog log;
  @Inject private Clock clock;
  @Resource private ManagedExecutorService threads;

  @Inject
  @BatchProperty(name = "campaignId")
  private long campaignId;

  private final AtomicReference<Instant> lastNote = new AtomicReference<>(Instant.EPOCH);

  @Override
  public String process() throws InterruptedException, ExecutionException {
    RunControl run = runs.get(campaignId);
    Campaign campaign = campaigns.get(campaignId);
    campaigns.freeze(campaignId, templates.get(campaign.templateId()).currentNo(), clock.instant());
    Snapshot.Progress progress = nextSlice(campaign);
    while (!progress.isDone()) {
      progress = writeTogether(campaign, run);
      if (!run.mayGoOn()) {
        step.setExitStatus("STOPPED");
        return "STOPPED";
      }
      if (!progress.isDone()) {
        // A slice is still in the hands of a run that has failed.
        run.pauseFor(A_MOMENT);
      }
    }
    return "COMPLETED";
  }

  /** Writes slices with other threads beside this one, and returns when all have ended. */
  private Snapshot.Progress writeTogether(Campaign campaign, RunControl run)
      throws InterruptedException, ExecutionException {
    List<Future<Snapshot.Progress>> others = new ArrayList<>();
    for (int i = 1; i < snapshot.threads(); i++) {
      others.add(threads.submit(() -> writeSlices(campaign, run)));
    }
    try {
      Snapshot.Progress mine = writeSlices(campaign, run);
      for (Future<Snapshot.Progress> other : others) {
        other.get();
      }
      return mine.isDone() ? mine : nextSlice(campaign);
    } finally {
      others.forEach(other -> other.cancel(false));
    }
  }

  private Snapshot.Progress writeSlices(Campaign campaign, RunControl run) {
    Snapshot.Progress progress;
    do {
      progress = nextSlice(campaign);
    } while (progress.hasMore() && run.mayGoOn());
    return progress;
  }

  private Snapshot.Progress nextSlice(Campaign campaign) {
    Snapshot.Progress progress =
        snapshot.nextSlice(campaignId, List.copyOf(campaign.listIds()), campaign.workers());
    if (progress.isDone() || isTimeToNote()) {
      note(progress);
    }
    return progress;
  }

  private boolean isTimeToNote() {
    Instant now = clock.instant();
    Instant last = lastNote.get();
    return !now.isBefore(last.plus(BETWEEN_NOTES)) && lastNote.compareAndSet(last, now);
  }

  private void note(Snapshot.Progress progress) {
    log.note(
        new ProgressLog.Worker(job.getExecutionId(), step.getStepName(), 0),
        progress.isDone() ? BatchStatus.COMPLETED : BatchStatus.STARTED,
        Map.of(
            Metric.MetricType.READ_COUNT, progress.rows(),
            Metric.MetricType.WRITE_COUNT, progress.rows()),
        OptionalLong.of(progress.isDone() ? progress.rows() : progress.contacts()));
  }

  @Override
  public void stop() {
    runs.get(campaignId).stop();
  }
}
