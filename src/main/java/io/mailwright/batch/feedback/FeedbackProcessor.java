package io.mailwright.batch.feedback;

import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.mailbox.Collected;
import jakarta.batch.api.chunk.ItemProcessor;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Reads a mail and tells what it means. What cannot be understood is data, too. */
@Named("feedbackProcessor")
@Dependent
public class FeedbackProcessor implements ItemProcessor {
  @Inject FeedbackIntake intake;

  @Override
  public Object processItem(Object item) {
    Collected mail = (Collected) item;
    try {
      return UnderstoodMail.of(mail, intake.read(mail.arrival(), mail.raw()));
    } catch (RuntimeException | StackOverflowError e) {
      return UnderstoodMail.failed(mail, e);
    }
  }
}
