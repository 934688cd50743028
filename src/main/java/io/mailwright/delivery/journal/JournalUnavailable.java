package io.mailwright.delivery.journal;

/** The journal cannot be written: no further dot may be. Nothing that was written is lost. */
public final class JournalUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong and where, in one line
   */
  public JournalUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
