package io.mailwright.operations.webhook;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import java.util.Optional;

/** Keeps the webhooks. Each method is a transaction, or takes part in the caller's. */
public interface WebhookRepository {
  /** How many there may be. */
  int MOST = 50;

  /** The webhook with this id. */
  Optional<Webhook> find(long id);

  /**
   * The webhook with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  Webhook get(long id);

  /** A page by id. */
  Page<Webhook> page(PageRequest request);

  /**
   * Adds a webhook.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#INVALID_FIELD}, also
   *     for an IP address that no call may go to; what a name stands for is looked at with each
   *     call
   */
  Webhook create(WebhookDraft draft);

  /**
   * Changes a webhook, from the next call on.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}, {@link
   *     ErrorCode#INVALID_FIELD}
   */
  Webhook change(long id, Revision expected, WebhookDraft draft);

  /**
   * Brings back one that was removed, with its id and secret.
   *
   * @param removed as it was read before
   * @throws io.mailwright.kernel.error.MailwrightException as {@link #create}
   */
  Webhook restore(Webhook removed);

  /** Removes a webhook; what waits for it is given up. */
  void delete(long id, Revision expected);
}
