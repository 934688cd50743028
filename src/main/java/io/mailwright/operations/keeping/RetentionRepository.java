package io.mailwright.operations.keeping;

import io.mailwright.kernel.store.Revision;

/** Keeps how long data is kept. Each method is a transaction, or takes part in the caller's. */
public interface RetentionRepository {
  /** What holds now. */
  Retention get();

  /**
   * Says it anew; the next purge goes by it.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link
   *     io.mailwright.kernel.error.ErrorCode#STALE_VERSION}
   */
  Retention change(Revision expected, RetentionRules rules);
}
