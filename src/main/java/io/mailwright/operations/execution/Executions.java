package io.mailwright.operations.execution;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Job definitions, executions and what operators may do with them. Every change is made under the
 * lease (design, section 8).
 */
public interface Executions {
  /** The jobs that can be started, with their parameters. */
  List<JobDefinition> definitions();

  /**
   * Starts a job. A job of a campaign goes through {@code CampaignControl}'s checks.
   *
   * @param parameters by name; unknown names, control characters and values over 200 characters are
   *     refused (422)
   * @return the execution's id
   */
  long start(String job, Map<String, String> parameters, String user);

  /**
   * What to list, newest first unless ascending.
   *
   * @param job only this job
   * @param status only this batch status, in capitals
   * @param campaignId only executions of this campaign
   * @param after keyset position, 0 for the start
   * @param limit 1 to 1001, so that a page can be read with one row more
   */
  record Filter(
      Optional<String> job,
      Optional<String> status,
      Optional<Long> campaignId,
      long after,
      int limit,
      boolean descending) {}

  /** One page of executions, without their steps. */
  List<ExecutionView> list(Filter filter);

  /** One execution with steps and workers. */
  Optional<ExecutionView> find(long executionId);

  /**
   * Asks a running execution to stop; of a campaign's execution: pauses the campaign. 409 if it
   * does not run.
   */
  ExecutionView stop(long executionId, String user);

  /**
   * Restarts a FAILED or STOPPED execution under its lease, where it stopped.
   *
   * @return the new execution; 409 if it runs anywhere, is complete, abandoned, or is not the
   *     newest of its instance
   */
  ExecutionView restart(long executionId, String user);

  /**
   * Ends an execution for good: it can never be restarted. Of a campaign's last execution: cancels
   * the campaign.
   */
  ExecutionView abandon(long executionId, String user);
}
