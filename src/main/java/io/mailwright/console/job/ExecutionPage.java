package io.mailwright.console.job;

import io.mailwright.campaign.Campaign;
import io.mailwright.campaign.CampaignRepository;
import io.mailwright.campaign.CampaignState;
import io.mailwright.delivery.ledger.DeliveryState;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.campaign.CampaignControl;
import io.mailwright.operations.campaign.CampaignProgress;
import io.mailwright.operations.campaign.CampaignProgressQuery;
import io.mailwright.operations.campaign.RestartPreview;
import io.mailwright.operations.execution.ExecutionView;
import io.mailwright.operations.execution.Executions;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** One execution with its steps and workers. */
@Named("executionPage")
@ViewScoped
public class ExecutionPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject private Executions executions;
  @Inject private CampaignRepository campaigns;
  @Inject private CampaignControl control;
  @Inject private CampaignProgressQuery progress;

  private long id;
  private transient ExecutionView execution;
  private transient RestartPreview preview;
  private transient CampaignProgress far;

  /** Reads it; again on every tick of the page's clock. */
  public void load() {
    preview = null;
    far = null;
    execution =
        executions
            .find(id)
            .orElseThrow(
                () ->
                    new MailwrightException(
                        ErrorCode.NOT_FOUND, "There is no execution " + id + "."));
  }

  /** The execution. */
  public ExecutionView getExecution() {
    if (execution == null) {
      load();
    }
    return execution;
  }

  /** Whether its numbers change by themselves. */
  public boolean isMoving() {
    return getExecution().isLive();
  }

  /**
   * Whether it can be started again: it failed or was stopped, and what it is for has not gone on
   * or ended without it.
   */
  public boolean isRestartable() {
    boolean isStopped =
        List.of("FAILED", "STOPPED").contains(getExecution().batchStatus())
            && !getExecution().isLive();
    Campaign subject = getCampaign();
    return isStopped
        && (subject == null || CampaignState.Action.RESUME.from().contains(subject.state()));
  }

  /** The campaign it is for; null if it is for none. */
  public Campaign getCampaign() {
    return getExecution().campaignId().flatMap(campaigns::find).orElse(null);
  }

  /** What a restart would do, for a campaign's execution. */
  public Optional<RestartPreview> getPreview() {
    if (preview == null) {
      preview = getExecution().campaignId().map(control::previewRestart).orElse(null);
    }
    return Optional.ofNullable(preview);
  }

  /** How far its campaign is; null if it is for none. */
  public CampaignProgress getProgress() {
    if (far == null) {
      far = getExecution().campaignId().map(progress::of).orElse(null);
    }
    return far;
  }

  /** Mails of its campaign that servers have accepted until now, in all executions. */
  public long getAccepted() {
    return getProgress().counts().of(DeliveryState.SENT);
  }

  public long getId() {
    return id;
  }

  public void setId(long id) {
    this.id = id;
  }
}
