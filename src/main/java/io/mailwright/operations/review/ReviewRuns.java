package io.mailwright.operations.review;

import io.mailwright.feedback.review.Reviewing;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.node.RunLeases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Lets reviews go on in steps, each by one node at a time; after a crash by any. */
@ApplicationScoped
public class ReviewRuns {
  private Reviewing reviewing;
  private RunLeases leases;

  /** For CDI. */
  protected ReviewRuns() {}

  @Inject
  ReviewRuns(Reviewing reviewing, RunLeases leases) {
    this.reviewing = reviewing;
    this.leases = leases;
  }

  /** Goes on with all that still read; called every few seconds. */
  public void goOn() {
    for (long id : reviewing.looking()) {
      String lease = "review:" + id;
      try {
        var run = leases.take(lease, 0);
        try {
          while (!run.isStopped() && reviewing.goOn(id)) {
            // a step a call, each on record
          }
        } finally {
          leases.release(lease);
        }
      } catch (MailwrightException e) {
        if (e.code() != ErrorCode.RUNS_ALREADY) {
          throw e;
        }
        // Another node reads it.
        continue;
      }
    }
  }
}
