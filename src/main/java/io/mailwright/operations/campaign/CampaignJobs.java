package io.mailwright.operations.campaign;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.operations.execution.JobRun;
import io.mailwright.operations.execution.JobRunRepository;
import io.mailwright.operations.execution.SubjectActions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;

/** Jobs of campaigns as the Jobs page meets them: stop is pause, abandon of the last is cancel. */
@ApplicationScoped
class CampaignJobs implements SubjectActions {
  private CampaignActions actions;
  private CampaignRepository campaigns;
  private JobRunRepository runs;

  CampaignJobs() {}

  @Inject
  CampaignJobs(CampaignActions actions, CampaignRepository campaigns, JobRunRepository runs) {
    this.actions = actions;
    this.campaigns = campaigns;
    this.runs = runs;
  }

  @Override
  public boolean handles(String job) {
    return job.equals(CampaignRuns.SEND) || job.equals(CampaignRuns.CONTINUE);
  }

  @Override
  public long start(String job, Map<String, String> checked, String user) {
    Map<String, String> parameters = new HashMap<>(checked);
    long campaignId = Long.parseLong(parameters.remove("campaignId"));
    if (job.equals(CampaignRuns.SEND)) {
      return actions.start(campaignId, parameters, user);
    }
    return actions.goOnWith(campaignId, parameters, user);
  }

  @Override
  public void stop(JobRun run, String user) {
    actions.pause(run.campaignId().orElseThrow(), user);
  }

  @Override
  public long restart(JobRun run, String user) {
    Campaign campaign = campaigns.get(run.campaignId().orElseThrow());
    return actions.restart(campaign, run, user);
  }

  @Override
  public void abandoned(JobRun run, String user) {
    long campaignId = run.campaignId().orElseThrow();
    boolean isLast =
        runs.lastOfCampaign(campaignId)
            .filter(r -> r.executionId() == run.executionId())
            .isPresent();
    CampaignState state = campaigns.get(campaignId).state();
    if (isLast && CampaignState.Action.CANCEL.from().contains(state)) {
      actions.cancel(campaignId, user);
    }
  }
}
