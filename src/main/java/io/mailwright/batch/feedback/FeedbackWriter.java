package io.mailwright.batch.feedback;

import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.mailbox.Collected;
import io.mailwright.feedback.mailbox.MailboxRun;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/**
 * Acts on mails, each to its end or into quarantine, and then deletes them in their mailboxes. It
 * never throws for a mail: one that cannot be handled holds up no other. What the database cannot
 * take now waits in the store.
 */
@Named("feedbackWriter")
@Dependent
public class FeedbackWriter extends AbstractItemWriter {
  @Inject FeedbackIntake intake;
  @Inject StepContext step;

  @Override
  public void writeItems(List<Object> items) {
    List<Collected> handled =
        items.stream().map(UnderstoodMail.class::cast).map(this::handled).toList();
    ((MailboxRun) step.getTransientUserData()).settle(handled);
  }

  private Collected handled(UnderstoodMail one) {
    Collected mail = one.mail();
    if (one.isUnread()) {
      intake.handleOrSetAside(mail.id(), mail.arrival(), mail.raw());
      return mail;
    }
    one.failure().ifPresent(why -> intake.setAside(mail.id(), why));
    one.reading().ifPresent(reading -> intake.actOrSetAside(mail.id(), mail.arrival(), reading));
    return mail;
  }
}
