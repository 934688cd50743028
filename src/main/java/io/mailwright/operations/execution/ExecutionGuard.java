package io.mailwright.operations.execution;

/** Says whether an execution still holds the lease it was started under. */
public interface ExecutionGuard {
  /**
   * Called before an execution's progress is stored.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@code LEASE_LOST} if another may have
   *     taken over
   */
  void checkWrite(long executionId);

  /** Called once when the end of an execution is stored and none of its threads runs any more. */
  void ended(long executionId);
}
