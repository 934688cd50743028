package io.mailwright.feedback.mailbox;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.store.Page;
import io.mailwright.kernel.store.PageRequest;
import io.mailwright.kernel.store.Revision;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the mailboxes; seals their secrets on the way in. Each method is a transaction, or takes
 * part in the caller's.
 */
public interface MailboxRepository {
  /** The mailbox with this id. */
  Optional<Mailbox> find(long id);

  /**
   * The mailbox with this id.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NOT_FOUND}
   */
  Mailbox get(long id);

  /** A page by id. */
  Page<Mailbox> page(PageRequest request);

  /** Those that are read by themselves, by id. */
  List<Mailbox> enabled();

  /**
   * Adds a mailbox.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NAME_TAKEN}, {@link
   *     ErrorCode#INVALID_FIELD} for a log-in without a secret or a second one for unsubscribing
   */
  Mailbox create(MailboxDraft draft);

  /**
   * Changes a mailbox. A log-in without a secret keeps the stored one.
   *
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#STALE_VERSION}, {@link
   *     ErrorCode#NAME_TAKEN}, {@link ErrorCode#INVALID_FIELD}
   */
  Mailbox change(long id, Revision expected, MailboxDraft draft);

  /**
   * Brings back one that was removed, with its id and secrets; it is as never read.
   *
   * @param removed as it was read before
   * @throws io.mailwright.kernel.error.MailwrightException {@link ErrorCode#NAME_TAKEN}, {@link
   *     ErrorCode#INVALID_FIELD} if another is for unsubscribing by now
   */
  Mailbox restore(Mailbox removed);

  /** Removes a mailbox; what was read from it stays. */
  void delete(long id, Revision expected);
}
