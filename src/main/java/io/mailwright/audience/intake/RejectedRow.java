package io.mailwright.audience.intake;

/**
 * A record that is skipped and recorded while the import goes on. This is the exception the import
 * job lists as skippable; nothing else is.
 */
public final class RejectedRow extends Exception {
  private static final long serialVersionUID = 1L;

  private final Rejection rejection;

  /**
   * @param rejection what is wrong and where
   */
  public RejectedRow(Rejection rejection) {
    // A stack trace for each of a million bad rows would cost more than reading them.
    super(rejection.reason().code() + " in line " + rejection.line(), null, false, false);
    this.rejection = rejection;
  }

  /** What is wrong and where. */
  public Rejection rejection() {
    return rejection;
  }
}
