package io.mailwright.console.job;

import io.mailwright.operations.execution.ExecutionView;
import io.mailwright.operations.execution.Executions;
import io.mailwright.operations.execution.JobDefinition;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Job definitions and the history of executions. Its filters stand in the address, and stay while
 * the page looks on.
 */
@Named("jobsPage")
@ViewScoped
public class JobsPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ROWS = 30;
  private static final List<String> STATUSES =
      List.of("STARTED", "STOPPED", "FAILED", "COMPLETED", "ABANDONED");

  @Inject private Executions executions;

  private String job;
  private String status;
  private long campaign;
  private long after;
  private transient List<ExecutionView> rows;
  private boolean hasMore;

  /** The jobs that can be started. */
  public List<JobDefinition> getDefinitions() {
    return executions.definitions();
  }

  /** Reads the executions; again on every tick of the page's clock. */
  public void load() {
    List<ExecutionView> found =
        executions.list(
            new Executions.Filter(
                Optional.ofNullable(job).filter(text -> !text.isBlank()),
                Optional.ofNullable(status).filter(STATUSES::contains),
                campaign > 0 ? Optional.of(campaign) : Optional.empty(),
                after,
                ROWS + 1,
                true));
    hasMore = found.size() > ROWS;
    rows = hasMore ? found.subList(0, ROWS) : found;
  }

  /** One page of executions, newest first. */
  public List<ExecutionView> getRows() {
    if (rows == null) {
      load();
    }
    return rows;
  }

  /** What the next page goes on after; 0 if there is none. */
  public long getNext() {
    List<ExecutionView> page = getRows();
    return hasMore ? page.get(page.size() - 1).id() : 0;
  }

  /** Whether something of this page runs. */
  public boolean isMoving() {
    return getRows().stream().anyMatch(ExecutionView::isLive);
  }

  /** Batch statuses to filter by. */
  public List<String> getStatuses() {
    return STATUSES;
  }

  public String getJob() {
    return job;
  }

  public void setJob(String job) {
    this.job = job;
  }

  public String getStatus() {
    return status;
  }

  public void setStatus(String status) {
    this.status = status;
  }

  public long getCampaign() {
    return campaign;
  }

  public void setCampaign(long campaign) {
    this.campaign = campaign;
  }

  public long getAfter() {
    return after;
  }

  public void setAfter(long after) {
    this.after = after;
  }
}
