package io.mailwright.batch.feedback;

import io.mailwright.feedback.acting.FeedbackIntake;
import io.mailwright.feedback.mailbox.Collected;
import java.util.Optional;

/**
 * A mail with what it means.
 *
 * @param reading empty if that could not be told, or is too much to be kept for a whole chunk
 * @param failure why it could not be told
 */
record UnderstoodMail(
    Collected mail, Optional<FeedbackIntake.Reading> reading, Optional<Throwable> failure) {
  /** More than any honest notice has. */
  private static final int MOST_RECIPIENTS = 1_000;

  /** One of very many recipients is read once more when it is acted on. */
  static UnderstoodMail of(Collected mail, FeedbackIntake.Reading reading) {
    boolean isKept = reading.recipients().size() <= MOST_RECIPIENTS;
    return new UnderstoodMail(mail, Optional.of(reading).filter(read -> isKept), Optional.empty());
  }

  /** Whether it is still to be read. */
  boolean isUnread() {
    return reading.isEmpty() && failure.isEmpty();
  }

  static UnderstoodMail failed(Collected mail, Throwable failure) {
    return new UnderstoodMail(mail, Optional.empty(), Optional.of(failure));
  }
}
