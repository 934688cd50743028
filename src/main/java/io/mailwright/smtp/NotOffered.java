package io.mailwright.smtp;

import jakarta.mail.MessagingException;

/** The server lacks what the endpoint wants, so that the session is given up. */
final class NotOffered extends MessagingException {
  private static final long serialVersionUID = 1L;

  private final ProbeFinding finding;

  NotOffered(ProbeFinding finding, String message) {
    super(message);
    this.finding = finding;
  }

  /** The same for a person who tests the connection. */
  ProbeFinding finding() {
    return finding;
  }
}
