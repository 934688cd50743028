package io.mailwright.operations.execution;

import java.util.Map;

/**
 * What starting, stopping and ending an execution means for what it works on: a campaign or an
 * import has a say of its own.
 */
public interface SubjectActions {
  /** Whether this kind of job is meant. */
  boolean handles(String job);

  /** Starts it after its own checks. */
  long start(String job, Map<String, String> checked, String user);

  /** Stops its running execution. */
  void stop(JobRun run, String user);

  /**
   * Restarts it where it stopped.
   *
   * @return the new execution's id
   */
  long restart(JobRun run, String user);

  /** Called after an execution was abandoned. */
  void abandoned(JobRun run, String user);
}
