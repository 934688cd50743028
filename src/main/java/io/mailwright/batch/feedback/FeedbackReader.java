package io.mailwright.batch.feedback;

import io.mailwright.feedback.mailbox.MailboxRun;
import io.mailwright.feedback.mailbox.MailboxRuns;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;

/**
 * Gives mails that are stored and wait to be handled. There is no checkpoint: what is stored and
 * what stands in the mailboxes tells where to go on.
 */
@Named("feedbackReader")
@Dependent
public class FeedbackReader extends AbstractItemReader {
  /** The exit status when a mailbox could not be read, or not to its end. */
  static final String INCOMPLETE = "INCOMPLETE";

  @Inject
  @BatchProperty(name = "mailboxId")
  String mailboxId;

  @Inject MailboxRuns runs;
  @Inject JobContext job;
  @Inject StepContext step;

  private MailboxRun run;

  @Override
  public void open(java.io.Serializable checkpoint) {
    long id = Long.parseLong(mailboxId);
    run = runs.begin(id == 0 ? Optional.empty() : Optional.of(id));
    step.setTransientUserData(run);
  }

  /** The next mail, null at the end. */
  @Override
  public Object readItem() {
    return run.next().orElse(null);
  }

  @Override
  public void close() {
    if (run != null) {
      run.close();
      if (run.isTroubled()) {
        job.setExitStatus(INCOMPLETE);
      }
      run = null;
    }
  }
}
