package io.mailwright.console.campaign;

import io.mailwright.console.Attempt;
import io.mailwright.console.Zone;
import io.mailwright.operations.dryrun.DryRun;
import io.mailwright.operations.dryrun.DryRuns;
import io.mailwright.operations.dryrun.Prediction;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** The dry run of a campaign on its page. */
@Named("dryRunPanel")
@RequestScoped
public class DryRunPanel {
  /** Sites that are shown; the others stand in the API's answer. */
  private static final int SITES = 10;

  @Inject private DryRuns dryRuns;
  @Inject private Attempt attempt;
  @Inject private Zone zone;

  /** The last one of a campaign; null if there was none. */
  public DryRun of(long campaignId) {
    return dryRuns.find(campaignId).orElse(null);
  }

  /** What it found; null as long as it has not. */
  public Prediction prediction(DryRun run) {
    return run == null ? null : run.result().map(found -> found.prediction()).orElse(null);
  }

  /** What would be accepted by hour, as a chart in the visitor's zone. */
  public HourChart chart(Prediction prediction) {
    return HourChart.of(
        prediction.byHour().entrySet().stream()
            .map(hour -> new HourChart.Hour(hour.getKey(), hour.getValue()))
            .toList(),
        zone.id());
  }

  /** Its biggest sites. */
  public List<Prediction.SiteForecast> sites(Prediction prediction) {
    return prediction.sites().stream().limit(SITES).toList();
  }

  /** Starts one; where one goes on it is shown. */
  public void start(long campaignId) {
    attempt.asSender(() -> dryRuns.start(campaignId));
  }

  /** Stops it. */
  public void cancel(long campaignId) {
    attempt.asSender(() -> dryRuns.cancel(campaignId));
  }
}
