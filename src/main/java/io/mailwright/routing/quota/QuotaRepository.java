package io.mailwright.routing.quota;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;

/**
 * Keeps the quotas of sources, senders and sites. Each method is a transaction, or takes part in
 * the caller's. Running campaigns take changes up within two seconds.
 */
public interface QuotaRepository {
  /** Of sources, senders and sites together. */
  int MOST = 1000;

  /**
   * The quota with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  Quota get(long id);

  /** A page by id. */
  Page<Quota> page(PageRequest request);

  /**
   * Adds a quota; one subject may have several, and all of them hold.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#INVALID_FIELD} beyond
   *     {@link #MOST}
   */
  Quota create(QuotaDraft draft);

  /**
   * Allows more or less from now on; what was used counts on.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}
   */
  Quota change(long id, Revision expected, QuotaRule rule);

  /**
   * Removes a quota: its mails are no longer limited by it.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}
   */
  void delete(long id, Revision expected);
}
