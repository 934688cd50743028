package io.mailwright.audience.imports;

import io.mailwright.kernel.db.DatabaseException;

/**
 * The database cannot take rows just now. Nothing of the call was stored, so doing it again is
 * right: this is the exception the import job lists as retryable.
 */
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause what the database said
   */
  public StoreUnavailable(DatabaseException cause) {
    super("The database cannot take rows now: " + cause.getMessage(), cause);
  }
}
