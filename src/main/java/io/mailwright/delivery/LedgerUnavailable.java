package io.mailwright.delivery;

/**
 * The ledger cannot be read or written now; what was sent is remembered and written later. Trying
 * again is right.
 */
public final class LedgerUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause what the database said
   */
  public LedgerUnavailable(Throwable cause) {
    super("the ledger cannot be reached now: " + cause.getMessage(), cause);
  }
}
