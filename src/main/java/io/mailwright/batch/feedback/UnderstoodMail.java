package io.mailwright.batch.feedback;

import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.mailbox.Collected;
import java.util.Optional;

/**
 * A mail with what it means.
 *
 * @param reading empty if that could not be told
 * @param failure why not
 */
record UnderstoodMail(
    Collected mail, Optional<FeedbackIntake.Reading> reading, Optional<Throwable> failure) {
  static UnderstoodMail of(Collected mail, FeedbackIntake.Reading reading) {
    return new UnderstoodMail(mail, Optional.of(reading), Optional.empty());
  }

  static UnderstoodMail failed(Collected mail, Throwable failure) {
    return new UnderstoodMail(mail, Optional.empty(), Optional.of(failure));
  }
}
