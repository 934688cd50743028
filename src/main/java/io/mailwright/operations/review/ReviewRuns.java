package io.mailwright.operations.review;

import io.mailwright.feedback.review.Reviewing;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.operations.node.RunLeases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lets reviews go on in steps, each by one node at a time; after a crash by any. */
@ApplicationScoped
public class ReviewRuns {
  private static final Logger LOG = Logger.getLogger(ReviewRuns.class.getName());

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
          cannot(id, e);
        }
        // Otherwise another node reads it.
      } catch (RuntimeException e) {
        cannot(id, e);
      }
    }
  }

  /** One that cannot be read must not keep the others from it. */
  private static void cannot(long id, RuntimeException e) {
    LOG.log(Level.WARNING, e, () -> "review " + id + " failed; it is tried again");
  }
}
